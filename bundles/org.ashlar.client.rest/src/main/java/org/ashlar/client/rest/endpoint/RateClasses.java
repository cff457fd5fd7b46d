package org.ashlar.client.rest.endpoint;

import org.ashlar.base.limit.RateClass;

/// The classes in which the client api is counted.
public final class RateClasses {
  /// Events and state events of a user.
  public static final RateClass MESSAGE = new RateClass("message");

  /// Redactions by a user of what the user sent.
  public static final RateClass REDACTION = new RateClass("redaction");

  /// Redactions by a user of what others sent.
  public static final RateClass REDACTION_ADMIN = new RateClass("redaction_admin");

  /// Logins from an address.
  public static final RateClass LOGIN_ADDRESS = new RateClass("login_address");

  /// Logins to an account.
  public static final RateClass LOGIN_ACCOUNT = new RateClass("login_account");

  /// Wrong passwords for an account.
  public static final RateClass LOGIN_FAILED = new RateClass("login_failed");

  /// Registrations from an address.
  public static final RateClass REGISTRATION = new RateClass("registration");

  /// Joins of a user to rooms that this server is in.
  public static final RateClass JOIN_LOCAL = new RateClass("join_local");

  /// Joins of a user to other rooms.
  public static final RateClass JOIN_REMOTE = new RateClass("join_remote");

  /// Joins to a room.
  public static final RateClass JOIN_ROOM = new RateClass("join_room");

  /// Invitations into a room.
  public static final RateClass INVITE_ROOM = new RateClass("invite_room");

  /// Invitations by a user.
  public static final RateClass INVITE_ISSUER = new RateClass("invite_issuer");

  /// Invitations of a user.
  public static final RateClass INVITE_USER = new RateClass("invite_user");

  /// A user's leaving of rooms, and making others leave.
  public static final RateClass MEMBERSHIP = new RateClass("membership");

  /// Proofs of e-mail addresses and phone numbers, and invitations by them.
  public static final RateClass THIRD_PARTY_ID = new RateClass("third_party_id");

  /// Changes of a user's presence.
  public static final RateClass PRESENCE = new RateClass("presence");

  /// Rooms that a user makes.
  public static final RateClass ROOM_CREATION = new RateClass("room_creation");

  /// Searches in the lists of rooms and users.
  public static final RateClass DIRECTORY_SEARCH = new RateClass("directory_search");

  /// A user's questions for what is new.
  public static final RateClass SYNC = new RateClass("sync");

  /// Everything else that is limited.
  public static final RateClass OTHER = new RateClass("other");

  private RateClasses() {}
}
