package org.ashlar.client.rest.endpoint;

import java.util.List;
import java.util.Optional;
import org.ashlar.account.Caller;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Request;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A request of a client whose token has been looked at. Accessors check what they read and throw
/// the specification's error.
///
/// @param http the request as it came
/// @param sender who sent it, or null when no token was sent or none is looked at
public record ClientRequest(Request http, @Nullable Caller sender) {
  private static final int MAX_PARAMETER = 255;

  /// Who sent it, on routes that demand a token.
  ///
  /// @return the caller
  /// @throws IllegalStateException on a route that does not demand one
  public Caller caller() {
    if (sender == null) {
      throw new IllegalStateException("the route " + http.path() + " demands no token");
    }
    return sender;
  }

  /// The user who sent it, on routes that demand a token.
  ///
  /// @return the user
  public UserId user() {
    return caller().user();
  }

  /// Refuses what a suspended user may not do: what others see.
  ///
  /// @throws MatrixException 403 `M_USER_SUSPENDED`
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#account-suspension Account suspension
  public void refuseSuspended() {
    if (caller().status() == Caller.Status.SUSPENDED) {
      throw new MatrixException(
          ErrorCode.USER_SUSPENDED, 403, "This account is suspended; it may only read and leave.");
    }
  }

  /// A segment of the path as text.
  ///
  /// @param name its name in the route
  /// @return the decoded text
  public String path(String name) {
    return http.pathParameter(name);
  }

  /// A segment of the path that is an event type, a state key or the like.
  ///
  /// @param name its name in the route
  /// @return the decoded text, at most 255 characters without a zero byte
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  public String shortPath(String name) {
    String text = path(name);
    if (text.length() > MAX_PARAMETER || text.indexOf('\0') >= 0) {
      throw MatrixException.invalidParam("The path parameter " + name + " is too long or invalid.");
    }
    return text;
  }

  /// A segment of the path that is a room id.
  ///
  /// @param name its name in the route
  /// @return the id
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  public RoomId roomId(String name) {
    return RoomId.parse(path(name)).orElseThrow(() -> notA("room id", name));
  }

  /// A segment of the path that is a user id.
  ///
  /// @param name its name in the route
  /// @return the id
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  public UserId userId(String name) {
    return UserId.parse(path(name)).orElseThrow(() -> notA("user id", name));
  }

  /// A segment of the path that is an event id.
  ///
  /// @param name its name in the route
  /// @return the id
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  public EventId eventId(String name) {
    return EventId.parse(path(name)).orElseThrow(() -> notA("event id", name));
  }

  /// A segment of the path that is a room alias.
  ///
  /// @param name its name in the route
  /// @return the alias
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  public RoomAlias roomAlias(String name) {
    return RoomAlias.parse(path(name)).orElseThrow(() -> notA("room alias", name));
  }

  /// The path parameter that must be the caller.
  ///
  /// @param name its name in the route
  /// @return the caller's user id
  /// @throws MatrixException 403 `M_FORBIDDEN` when it is somebody else, 400 when it is no user id
  public UserId ownUserId(String name) {
    UserId user = userId(name);
    if (!user.equals(user())) {
      throw MatrixException.forbidden("This belongs to another user.");
    }
    return user;
  }

  /// A query parameter.
  ///
  /// @param name its name
  /// @return the first value, empty when it was not sent
  public Optional<String> query(String name) {
    return http.queryParameter(name);
  }

  /// A query parameter that must be there.
  ///
  /// @param name its name
  /// @return the first value
  /// @throws MatrixException 400 `M_MISSING_PARAM`
  public String requiredQuery(String name) {
    return query(name)
        .orElseThrow(
            () -> MatrixException.missingParam("The query parameter " + name + " is missing."));
  }

  /// All values of a query parameter.
  ///
  /// @param name its name
  /// @return the values in their order, empty when it was not sent
  public List<String> queryList(String name) {
    return http.query().getOrDefault(name, List.of());
  }

  /// A query parameter that is an integer. Values above the range are taken as its end.
  ///
  /// @param name its name
  /// @param otherwise the value when it was not sent
  /// @param range what is allowed
  /// @return the number
  /// @throws MatrixException 400 `M_INVALID_PARAM` when it is no integer or too small
  public long queryInteger(String name, long otherwise, Range range) {
    Optional<String> text = query(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= range.least()) {
        return Math.min(value, range.most());
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw MatrixException.invalidParam(
        "The query parameter " + name + " must be an integer of at least " + range.least() + ".");
  }

  /// A query parameter that is `true` or `false`.
  ///
  /// @param name its name
  /// @param otherwise the value when it was not sent
  /// @return the value
  /// @throws MatrixException 400 `M_INVALID_PARAM` when it is something else
  public boolean queryBoolean(String name, boolean otherwise) {
    String text = query(name).orElse(Boolean.toString(otherwise));
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw MatrixException.invalidParam(
              "The query parameter " + name + " must be true or false.");
    };
  }

  /// The body where it may be left out.
  ///
  /// @return the object, empty when there is no body
  /// @throws MatrixException 400 `M_NOT_JSON` or `M_BAD_JSON`
  public JsonObject optionalBody() {
    return http.json();
  }

  /// The body.
  ///
  /// @return the object
  /// @throws MatrixException 400 `M_NOT_JSON`, also when there is no body, or `M_BAD_JSON`
  public JsonObject body() {
    if (http.body().length == 0) {
      throw new MatrixException(ErrorCode.NOT_JSON, 400, "The request needs a JSON body.");
    }
    return http.json();
  }

  /// The body for reading its members with their types checked.
  ///
  /// @return the members; none when there is no body
  public Fields fields() {
    return new Fields(optionalBody());
  }

  /// A range of integers.
  ///
  /// @param least the least that is allowed
  /// @param most the greatest that is used
  public record Range(long least, long most) {}

  private static MatrixException notA(String what, String name) {
    return MatrixException.invalidParam("The path parameter " + name + " is not a " + what + ".");
  }
}
