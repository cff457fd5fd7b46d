package org.ashlar.client.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `rate_limits` of the configuration.
@ObjectClassDefinition(
    name = "rate_limits",
    pid = RateLimitOptions.RATE_LIMITS_PID,
    description =
        "How many requests of a kind a user, an address, an account or a room may send or get: so"
            + " many per second in the long run, and so many at once after a pause. What is beyond"
            + " gets 429 M_LIMIT_EXCEEDED. See docs/limits.md.")
@interface RateLimitOptions {
  String RATE_LIMITS_PID = "org.ashlar.rate_limits";

  @AttributeDefinition(description = "Whether rates are limited at all; false turns all off.")
  boolean enabled() default true;

  @AttributeDefinition(
      description = "Events and state events of a user, per second. Synapse: `rc_message`.",
      min = "0.001",
      max = "100000")
  double messagePerSecond() default 10;

  @AttributeDefinition(
      description = "Events and state events of a user, at once after a pause.",
      min = "1",
      max = "100000")
  int messageBurst() default 100;

  @AttributeDefinition(
      description =
          "Redactions by a user of what the user sent, per second. Synapse counts them by"
              + " `rc_message`.",
      min = "0.001",
      max = "100000")
  double redactionPerSecond() default 10;

  @AttributeDefinition(
      description = "Redactions by a user of what the user sent, at once after a pause.",
      min = "1",
      max = "100000")
  int redactionBurst() default 100;

  @AttributeDefinition(
      description =
          "Redactions by a user of what others sent, per second. Synapse: `rc_admin_redaction`.",
      min = "0.001",
      max = "100000")
  double redactionAdminPerSecond() default 50;

  @AttributeDefinition(
      description = "Redactions by a user of what others sent, at once after a pause.",
      min = "1",
      max = "100000")
  int redactionAdminBurst() default 500;

  @AttributeDefinition(
      description = "Logins from an address, per second. Synapse: `rc_login.address`.",
      min = "0.001",
      max = "100000")
  double loginAddressPerSecond() default 0.5;

  @AttributeDefinition(
      description = "Logins from an address, at once after a pause.",
      min = "1",
      max = "100000")
  int loginAddressBurst() default 50;

  @AttributeDefinition(
      description = "Logins to an account, per second. Synapse: `rc_login.account`.",
      min = "0.001",
      max = "100000")
  double loginAccountPerSecond() default 0.2;

  @AttributeDefinition(
      description = "Logins to an account, at once after a pause.",
      min = "1",
      max = "100000")
  int loginAccountBurst() default 20;

  @AttributeDefinition(
      description =
          "Wrong passwords for an account, per second. Synapse: `rc_login.failed_attempts`.",
      min = "0.001",
      max = "100000")
  double loginFailedPerSecond() default 0.1;

  @AttributeDefinition(
      description = "Wrong passwords for an account, at once after a pause.",
      min = "1",
      max = "100000")
  int loginFailedBurst() default 10;

  @AttributeDefinition(
      description =
          "Registrations from an address, and questions for registration tokens, per second."
              + " Synapse: `rc_registration` and `rc_registration_token_validity`.",
      min = "0.001",
      max = "100000")
  double registrationPerSecond() default 0.2;

  @AttributeDefinition(
      description =
          "Registrations from an address, and questions for registration tokens, at once after a"
              + " pause.",
      min = "1",
      max = "100000")
  int registrationBurst() default 10;

  @AttributeDefinition(
      description =
          "Joins of a user to rooms that this server is in, and knocks, per second. Synapse:"
              + " `rc_joins.local`.",
      min = "0.001",
      max = "100000")
  double joinLocalPerSecond() default 2;

  @AttributeDefinition(
      description =
          "Joins of a user to rooms that this server is in, and knocks, at once after a pause.",
      min = "1",
      max = "100000")
  int joinLocalBurst() default 50;

  @AttributeDefinition(
      description =
          "Joins of a user to rooms that this server is not in, per second. Synapse:"
              + " `rc_joins.remote`.",
      min = "0.001",
      max = "100000")
  double joinRemotePerSecond() default 0.2;

  @AttributeDefinition(
      description = "Joins of a user to rooms that this server is not in, at once after a pause.",
      min = "1",
      max = "100000")
  int joinRemoteBurst() default 20;

  @AttributeDefinition(
      description = "Joins to a room, per second. Synapse: `rc_joins_per_room`.",
      min = "0.001",
      max = "100000")
  double joinRoomPerSecond() default 10;

  @AttributeDefinition(
      description = "Joins to a room, at once after a pause.",
      min = "1",
      max = "100000")
  int joinRoomBurst() default 100;

  @AttributeDefinition(
      description = "Invitations into a room, per second. Synapse: `rc_invites.per_room`.",
      min = "0.001",
      max = "100000")
  double inviteRoomPerSecond() default 2;

  @AttributeDefinition(
      description = "Invitations into a room, at once after a pause.",
      min = "1",
      max = "100000")
  int inviteRoomBurst() default 100;

  @AttributeDefinition(
      description = "Invitations by a user, per second. Synapse: `rc_invites.per_issuer`.",
      min = "0.001",
      max = "100000")
  double inviteIssuerPerSecond() default 1;

  @AttributeDefinition(
      description = "Invitations by a user, at once after a pause.",
      min = "1",
      max = "100000")
  int inviteIssuerBurst() default 100;

  @AttributeDefinition(
      description = "Invitations of a user, per second. Synapse: `rc_invites.per_user`.",
      min = "0.001",
      max = "100000")
  double inviteUserPerSecond() default 0.1;

  @AttributeDefinition(
      description = "Invitations of a user, at once after a pause.",
      min = "1",
      max = "100000")
  int inviteUserBurst() default 20;

  @AttributeDefinition(
      description =
          "Rooms that a user leaves, and users that a user kicks, bans and unbans, per second."
              + " Synapse counts them by `rc_message`.",
      min = "0.001",
      max = "100000")
  double membershipPerSecond() default 10;

  @AttributeDefinition(
      description =
          "Rooms that a user leaves, and users that a user kicks, bans and unbans, at once after a"
              + " pause.",
      min = "1",
      max = "100000")
  int membershipBurst() default 200;

  @AttributeDefinition(
      description =
          "E-mail addresses and phone numbers proven from an address, or invited by a user, per"
              + " second. Synapse: `rc_3pid_validation` and `rc_third_party_invite`.",
      min = "0.001",
      max = "100000")
  double thirdPartyIdPerSecond() default 0.1;

  @AttributeDefinition(
      description =
          "E-mail addresses and phone numbers proven from an address, or invited by a user, at once"
              + " after a pause.",
      min = "1",
      max = "100000")
  int thirdPartyIdBurst() default 20;

  @AttributeDefinition(
      description = "Changes of presence by a user, per second. Synapse: `rc_presence.per_user`.",
      min = "0.001",
      max = "100000")
  double presencePerSecond() default 1;

  @AttributeDefinition(
      description = "Changes of presence by a user, at once after a pause.",
      min = "1",
      max = "100000")
  int presenceBurst() default 20;

  @AttributeDefinition(
      description = "Rooms that a user makes or upgrades, per second. Synapse: `rc_room_creation`.",
      min = "0.001",
      max = "100000")
  double roomCreationPerSecond() default 1;

  @AttributeDefinition(
      description = "Rooms that a user makes or upgrades, at once after a pause.",
      min = "1",
      max = "100000")
  int roomCreationBurst() default 50;

  @AttributeDefinition(
      description =
          "Searches in the lists of rooms and users, by a user or an address, per second. Synapse:"
              + " `rc_user_directory`.",
      min = "0.001",
      max = "100000")
  double directorySearchPerSecond() default 5;

  @AttributeDefinition(
      description =
          "Searches in the lists of rooms and users, by a user or an address, at once after a"
              + " pause.",
      min = "1",
      max = "100000")
  int directorySearchBurst() default 100;

  @AttributeDefinition(
      description =
          "Questions of a user for what is new; one that waits counts once, per second. Synapse has"
              + " no such limit.",
      min = "0.001",
      max = "100000")
  double syncPerSecond() default 50;

  @AttributeDefinition(
      description =
          "Questions of a user for what is new; one that waits counts once, at once after a pause.",
      min = "1",
      max = "100000")
  int syncBurst() default 1000;

  @AttributeDefinition(
      description =
          "Other requests that write or cost much, by a user or an address, per second. Synapse has"
              + " no such limit.",
      min = "0.001",
      max = "100000")
  double otherPerSecond() default 20;

  @AttributeDefinition(
      description =
          "Other requests that write or cost much, by a user or an address, at once after a pause.",
      min = "1",
      max = "100000")
  int otherBurst() default 200;
}
