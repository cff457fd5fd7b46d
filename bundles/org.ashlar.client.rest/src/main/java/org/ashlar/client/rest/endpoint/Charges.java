package org.ashlar.client.rest.endpoint;

import java.util.List;
import java.util.Locale;
import org.ashlar.account.Caller;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Route;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.Charge;
import org.ashlar.base.limit.Networks;
import org.ashlar.base.limit.RateClass;
import org.jspecify.annotations.Nullable;

/// What requests take from the rate limits. Never refuses a request for its form: that is for the
/// endpoint to do, and what is malformed is counted too.
public final class Charges {
  private static final String PASSWORD = "m.login.password";

  private Charges() {}

  /// What a request to a route usually takes.
  ///
  /// @param rate the limit that the route names
  /// @param request the request with its caller
  /// @return what is taken from each bucket
  public static List<Charge> usual(Route.Rate rate, ClientRequest request) {
    return switch (rate) {
      case NONE -> List.of();
      case MESSAGE -> List.of(bySender(RateClasses.MESSAGE, request));
      case REDACTION -> List.of(bySender(RateClasses.REDACTION, request));
      case LOGIN -> authentication(request);
      case REGISTRATION -> List.of(byAddress(RateClasses.REGISTRATION, request));
      case JOIN -> List.of(bySender(RateClasses.JOIN_LOCAL, request));
      case INVITE -> List.of(bySender(RateClasses.INVITE_ISSUER, request));
      case MEMBERSHIP -> List.of(bySender(RateClasses.MEMBERSHIP, request));
      case THIRD_PARTY_ID -> List.of(byAddress(RateClasses.THIRD_PARTY_ID, request));
      case PRESENCE -> List.of(bySender(RateClasses.PRESENCE, request));
      case ROOM_CREATION -> List.of(bySender(RateClasses.ROOM_CREATION, request));
      case DIRECTORY_SEARCH -> List.of(bySender(RateClasses.DIRECTORY_SEARCH, request));
      case SYNC -> List.of(bySender(RateClasses.SYNC, request));
      case OTHER -> List.of(bySender(RateClasses.OTHER, request));
    };
  }

  /// One token of the caller, or of its address before login.
  ///
  /// @param rateClass which class
  /// @param request the request
  /// @return the charge, by the caller's own limit if there is one
  public static Charge bySender(RateClass rateClass, ClientRequest request) {
    Caller caller = request.sender();
    return caller == null
        ? byAddress(rateClass, request)
        : Charge.one(rateClass, caller.user().value()).by(caller.limits());
  }

  /// One token of the address.
  ///
  /// @param rateClass which class
  /// @param request the request
  /// @return the charge
  public static Charge byAddress(RateClass rateClass, ClientRequest request) {
    return Charge.one(rateClass, Networks.of(request.http().remoteAddress()));
  }

  /// One token of somebody or something that the request is about. Others take from the same
  /// bucket, so limits of the caller's own do not count; a caller without limits takes nothing.
  ///
  /// @param rateClass which class
  /// @param subject whose bucket
  /// @param request the request
  /// @return the charge, by the configured limits
  public static Charge about(RateClass rateClass, String subject, ClientRequest request) {
    Caller caller = request.sender();
    Charge charge = Charge.one(rateClass, subject);
    return caller == null ? charge : charge.by(caller.limits().shared());
  }

  /// One name for all ways to write an account of this server.
  ///
  /// @param user a whole user id or a localpart
  /// @return the localpart in lower case after `@`
  public static String account(String user) {
    String name = user.startsWith("@") ? user.substring(1) : user;
    int colon = name.indexOf(':');
    return "@" + (colon < 0 ? name : name.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  /// The body, if it is an object.
  ///
  /// @param request the request
  /// @return the object, empty when the body is missing or something else
  public static JsonObject body(ClientRequest request) {
    try {
      return request.optionalBody();
    } catch (MatrixException e) {
      return JsonObject.EMPTY;
    }
  }

  /// The user that an object names by `identifier` or `user`.
  ///
  /// @param json the body of a login, or `auth`
  /// @return the name as it is written, or null when there is none
  public static @Nullable String user(JsonObject json) {
    return json.object("identifier")
        .flatMap(identifier -> identifier.string("user"))
        .or(() -> json.string("user"))
        .orElse(null);
  }

  /// Whoever has an access token but not the password could try passwords here.
  private static List<Charge> authentication(ClientRequest request) {
    Charge address = byAddress(RateClasses.LOGIN_ADDRESS, request);
    JsonObject auth = body(request).object("auth").orElse(JsonObject.EMPTY);
    Caller caller = request.sender();
    String user = caller == null ? user(auth) : caller.user().value();
    return user == null || !auth.string("type").filter(PASSWORD::equals).isPresent()
        ? List.of(address)
        : List.of(address, Charge.ofFailure(RateClasses.LOGIN_FAILED, account(user)));
  }
}
