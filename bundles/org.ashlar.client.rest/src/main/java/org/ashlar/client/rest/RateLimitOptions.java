package org.ashlar.client.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `rate_limits` of the configuration.
@ObjectClassDefinition(
    name = "rate_limits",
    pid = RateLimitOptions.RATE_LIMITS_PID,
    description =
        "How many requests of a kind a user, or an address before login, may send: so many per"
            + " second in the long run, and so many at once after a pause. What is beyond gets 429"
            + " M_LIMIT_EXCEEDED.")
@interface RateLimitOptions {
  String RATE_LIMITS_PID = "org.ashlar.rate_limits";

  @AttributeDefinition(description = "Whether rates are limited at all; false turns all off.")
  boolean enabled() default true;

  @AttributeDefinition(
      description = "Events a user sends, per second.",
      min = "0.001",
      max = "100000")
  double messagePerSecond() default 10;

  @AttributeDefinition(
      description = "Events a user sends at once after a pause.",
      min = "1",
      max = "100000")
  int messageBurst() default 100;

  @AttributeDefinition(
      description = "Logins from an address, per second.",
      min = "0.001",
      max = "100000")
  double loginPerSecond() default 0.2;

  @AttributeDefinition(
      description = "Logins from an address at once after a pause.",
      min = "1",
      max = "100000")
  int loginBurst() default 10;

  @AttributeDefinition(
      description = "Registrations from an address, per second.",
      min = "0.001",
      max = "100000")
  double registrationPerSecond() default 0.2;

  @AttributeDefinition(
      description = "Registrations from an address at once after a pause.",
      min = "1",
      max = "100000")
  int registrationBurst() default 10;

  @AttributeDefinition(
      description = "Rooms a user joins, per second.",
      min = "0.001",
      max = "100000")
  double joinPerSecond() default 1;

  @AttributeDefinition(
      description = "Rooms a user joins at once after a pause.",
      min = "1",
      max = "100000")
  int joinBurst() default 20;

  @AttributeDefinition(
      description = "Invitations a user sends, per second.",
      min = "0.001",
      max = "100000")
  double invitePerSecond() default 1;

  @AttributeDefinition(
      description = "Invitations a user sends at once after a pause.",
      min = "1",
      max = "100000")
  int inviteBurst() default 20;

  @AttributeDefinition(
      description = "Other requests that write or cost much, of a user, per second.",
      min = "0.001",
      max = "100000")
  double otherPerSecond() default 20;

  @AttributeDefinition(
      description = "Other such requests of a user at once after a pause.",
      min = "1",
      max = "100000")
  int otherBurst() default 200;
}
