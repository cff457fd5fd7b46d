package org.ashlar.room.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The configuration section `rooms`.
@ObjectClassDefinition(name = "Rooms", description = "Rooms that are made on this server.")
@interface RoomSettings {
  /// The version of new rooms.
  @AttributeDefinition(
      name = "Default room version",
      description = "The version of rooms whose creator asks for none: 1 to 12.")
  String default_version() default "12";

  /// Above how many forward extremities they are joined.
  @AttributeDefinition(
      name = "Most forward extremities",
      description =
          "When a room has more ends than this, a member of this server who may do so joins them"
              + " with an event that clients ignore, at most once a minute.",
      min = "1",
      max = "1000")
  int most_extremities() default 10;

  /// How long redacted content is kept.
  @AttributeDefinition(
      name = "Retention of redacted content",
      description =
          "For how many days the content that a redaction took from an event is kept aside in the"
              + " database, where nobody but an administrator can see it; 0 throws it away at"
              + " once.",
      min = "0",
      max = "3650")
  int redacted_content_days() default 7;

  /// How often unneeded states are looked for.
  @AttributeDefinition(
      name = "Sweep of states",
      description =
          "Hours between two rounds through all rooms, in the background, that free what is stored"
              + " of states that nobody needs any more; 0 for none.",
      min = "0",
      max = "8760")
  int sweep_interval_hours() default 24;
}
