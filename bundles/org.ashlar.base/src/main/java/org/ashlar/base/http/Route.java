package org.ashlar.base.http;

/// Where an endpoint is and what guards it.
///
/// @param method the HTTP method
/// @param path the path with `{name}` for variable segments, such as
///   `/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}`
/// @param auth who may call it
/// @param rate which rate limit counts it
/// @param spec the link of the operation in the specification
/// @param maxBody the most bytes of a body that are read
public record Route(String method, String path, Auth auth, Rate rate, String spec, int maxBody) {
  /// The usual bound of a body: an event of 64 KiB, JSON-escaped, has room in it.
  public static final int DEFAULT_MAX_BODY = 1 << 20;

  /// Who may call an endpoint.
  public enum Auth {
    /// Anyone; a token is not looked at.
    NONE,
    /// Anyone; a token must be valid if there is one.
    OPTIONAL,
    /// A user, guests excepted.
    USER,
    /// A user or a guest.
    GUEST,
    /// A server administrator.
    ADMIN
  }

  /// Which rate limit counts a call.
  public enum Rate {
    /// Not limited.
    NONE,
    /// Sending events.
    MESSAGE,
    /// Redacting events.
    REDACTION,
    /// Logging in, and showing a password once more.
    LOGIN,
    /// Registering.
    REGISTRATION,
    /// Joining rooms and knocking.
    JOIN,
    /// Inviting users.
    INVITE,
    /// Leaving rooms, and making others leave.
    MEMBERSHIP,
    /// Proving e-mail addresses and phone numbers.
    THIRD_PARTY_ID,
    /// Setting one's presence.
    PRESENCE,
    /// Making rooms.
    ROOM_CREATION,
    /// Searching the lists of rooms and users.
    DIRECTORY_SEARCH,
    /// Asking what is new.
    SYNC,
    /// Everything else that is limited.
    OTHER
  }

  /// A route with the usual bound of the body.
  ///
  /// @param method the HTTP method
  /// @param path the path with `{name}` for variable segments
  /// @param auth who may call it
  /// @param rate which rate limit counts it
  /// @param spec the link of the operation in the specification
  public Route(String method, String path, Auth auth, Rate rate, String spec) {
    this(method, path, auth, rate, spec, DEFAULT_MAX_BODY);
  }

  /// The same operation at another path.
  ///
  /// @param otherPath the path, with the same variable segments
  /// @return the route
  public Route at(String otherPath) {
    return new Route(method, otherPath, auth, rate, spec, maxBody);
  }
}
