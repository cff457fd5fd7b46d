package org.ashlar.base.error;

import java.util.regex.Pattern;

/// An error code on the wire, such as `M_FORBIDDEN`.
///
/// @param value the code
/// @spec https://spec.matrix.org/v1.19/client-server-api/#common-error-codes Error codes
public record ErrorCode(String value) {
  private static final Pattern GRAMMAR =
      Pattern.compile("[A-Z][A-Z0-9_.]{2,60}|[a-z][a-zA-Z0-9_.]+");

  public static final ErrorCode FORBIDDEN = new ErrorCode("M_FORBIDDEN");
  public static final ErrorCode UNKNOWN_TOKEN = new ErrorCode("M_UNKNOWN_TOKEN");
  public static final ErrorCode MISSING_TOKEN = new ErrorCode("M_MISSING_TOKEN");
  public static final ErrorCode USER_LOCKED = new ErrorCode("M_USER_LOCKED");
  public static final ErrorCode USER_SUSPENDED = new ErrorCode("M_USER_SUSPENDED");
  public static final ErrorCode USER_DEACTIVATED = new ErrorCode("M_USER_DEACTIVATED");
  public static final ErrorCode BAD_JSON = new ErrorCode("M_BAD_JSON");
  public static final ErrorCode NOT_JSON = new ErrorCode("M_NOT_JSON");
  public static final ErrorCode NOT_FOUND = new ErrorCode("M_NOT_FOUND");
  public static final ErrorCode LIMIT_EXCEEDED = new ErrorCode("M_LIMIT_EXCEEDED");
  public static final ErrorCode UNRECOGNIZED = new ErrorCode("M_UNRECOGNIZED");
  public static final ErrorCode UNKNOWN = new ErrorCode("M_UNKNOWN");
  public static final ErrorCode USER_IN_USE = new ErrorCode("M_USER_IN_USE");
  public static final ErrorCode INVALID_USERNAME = new ErrorCode("M_INVALID_USERNAME");
  public static final ErrorCode EXCLUSIVE = new ErrorCode("M_EXCLUSIVE");
  public static final ErrorCode WEAK_PASSWORD = new ErrorCode("M_WEAK_PASSWORD");
  public static final ErrorCode ROOM_IN_USE = new ErrorCode("M_ROOM_IN_USE");
  public static final ErrorCode INVALID_ROOM_STATE = new ErrorCode("M_INVALID_ROOM_STATE");
  public static final ErrorCode UNSUPPORTED_ROOM_VERSION =
      new ErrorCode("M_UNSUPPORTED_ROOM_VERSION");
  public static final ErrorCode INCOMPATIBLE_ROOM_VERSION =
      new ErrorCode("M_INCOMPATIBLE_ROOM_VERSION");
  public static final ErrorCode BAD_STATE = new ErrorCode("M_BAD_STATE");
  public static final ErrorCode BAD_ALIAS = new ErrorCode("M_BAD_ALIAS");
  public static final ErrorCode GUEST_ACCESS_FORBIDDEN = new ErrorCode("M_GUEST_ACCESS_FORBIDDEN");
  public static final ErrorCode INVITE_BLOCKED = new ErrorCode("M_INVITE_BLOCKED");
  public static final ErrorCode MISSING_PARAM = new ErrorCode("M_MISSING_PARAM");
  public static final ErrorCode INVALID_PARAM = new ErrorCode("M_INVALID_PARAM");
  public static final ErrorCode TOO_LARGE = new ErrorCode("M_TOO_LARGE");
  public static final ErrorCode DUPLICATE_ANNOTATION = new ErrorCode("M_DUPLICATE_ANNOTATION");

  /// @throws IllegalArgumentException when the code breaks the grammar
  public ErrorCode {
    if (!GRAMMAR.matcher(value).matches()) {
      throw new IllegalArgumentException("not an error code: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
