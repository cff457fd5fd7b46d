package org.ashlar.presence.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `presence` of the configuration.
@ObjectClassDefinition(
    name = "presence",
    pid = PresenceOptions.PRESENCE_PID,
    description = "Whether users see who is online, and when somebody no longer is.")
@interface PresenceOptions {
  String PRESENCE_PID = "org.ashlar.presence";

  @AttributeDefinition(
      description =
          "Whether presence is kept. If not, all seem offline, and what clients say about it is"
              + " ignored.")
  boolean enabled() default true;

  @AttributeDefinition(
      description =
          "Seconds after which a user whose clients no longer ask for what is new is offline.",
      min = "5",
      max = "3600")
  int offlineAfterSeconds() default 30;

  @AttributeDefinition(
      description = "Seconds after which a user who does nothing is idle (`unavailable`).",
      min = "5",
      max = "86400")
  int idleAfterSeconds() default 300;
}
