package org.ashlar.itests.spec;

import com.fasterxml.jackson.databind.JsonNode;
import org.ashlar.itests.server.MatrixClient;
import org.ashlar.itests.server.MatrixClient.Answer;

/// Accounts, sessions, devices.
final class AccountCases {
  private static final String FORBIDDEN = "403 M_FORBIDDEN";
  private static final String NOT_FOUND = "404 M_NOT_FOUND";
  private static final String NO_CODE = "401";
  private static final String VALIDITY =
      "/_matrix/client/v1/register/m.login.registration_token/validity?token=";

  private AccountCases() {}

  static void add(Cases cases) {
    logins(cases);
    registration(cases);
    addresses(cases);
    ends(cases);
    account(cases);
    devices(cases);
  }

  private static void logins(Cases cases) {
    cases.on("getLoginFlows").ok("for anybody", w -> w.nobody().call("GET", "/login", null));
    cases
        .on("login")
        .ok("with a password", w -> login(w, w.bob().user(), MatrixClient.PASSWORD))
        .fails(FORBIDDEN, "with a wrong password", w -> login(w, w.bob().user(), "wrong"))
        .fails(FORBIDDEN, "of nobody", w -> login(w, "nobody", "wrong"))
        .fails(
            "400 M_UNKNOWN",
            "of an unknown type",
            w -> w.nobody().call("POST", "/login", "{\"type\": \"m.login.magic\"}"));
    cases
        .on("generateLoginToken")
        .ok(
            "with the password",
            w -> interactive(w.bob(), "/_matrix/client/v1/login/get_token", ""))
        .fails(
            NO_CODE,
            "without the password",
            w -> w.bob().call("POST", "/_matrix/client/v1/login/get_token", "{}"))
        .fails(
            "400 M_BAD_JSON",
            "with an authentication that is none",
            w -> w.bob().call("POST", "/_matrix/client/v1/login/get_token", "{\"auth\": 1}"));
    cases
        .on("refresh")
        .ok(
            "with a refresh token",
            w -> {
              var session =
                  w.nobody()
                      .post(
                          "/login",
                          loginBody(w.bob().user(), MatrixClient.PASSWORD)
                              .replace("}}", "}, \"refresh_token\": true}"));
              return w.nobody()
                  .call(
                      "POST",
                      "/refresh",
                      "{\"refresh_token\": \"" + session.get("refresh_token").asText() + "\"}");
            })
        .fails(
            "401 M_UNKNOWN_TOKEN",
            "with an unknown token",
            w -> w.nobody().call("POST", "/refresh", "{\"refresh_token\": \"none\"}"));
  }

  private static String loginBody(String user, String password) {
    return """
    {"type": "m.login.password", "password": "%s", \
    "identifier": {"type": "m.id.user", "user": "%s"}}\
    """
        .formatted(password, user);
  }

  private static Answer login(World world, String user, String password) {
    return world.nobody().call("POST", "/login", loginBody(user, password));
  }

  private static void registration(Cases cases) {
    cases
        .on("register")
        .ok(
            "in one request",
            w -> register(w, w.name(), ", \"auth\": {\"type\": \"m.login.dummy\"}"))
        .ok("as a guest", w -> w.nobody().call("POST", "/register?kind=guest", "{}"))
        .fails(NO_CODE, "without authentication", w -> register(w, w.name(), ""))
        .fails(
            "400 M_USER_IN_USE",
            "with a name that is taken",
            w -> register(w, "alice", ", \"auth\": {\"type\": \"m.login.dummy\"}"))
        .fails(
            "400 M_INVALID_USERNAME",
            "with a name that is none",
            w -> register(w, "No Name", ", \"auth\": {\"type\": \"m.login.dummy\"}"))
        .fails(
            FORBIDDEN,
            "as a guest where there are none",
            w -> w.gated().call("POST", "/register?kind=guest", "{}"))
        .fails(
            "400 M_INVALID_PARAM",
            "of a kind that is none",
            w -> w.nobody().call("POST", "/register?kind=robot", "{}"));
    cases
        .on("checkUsernameAvailability")
        .ok("that nobody has", w -> available(w, w.name()))
        .fails("400 M_USER_IN_USE", "that somebody has", w -> available(w, "alice"))
        .fails("400 M_INVALID_USERNAME", "that is none", w -> available(w, "No%20Name"));
    cases
        .on("registrationTokenValidity")
        .ok("that is known", w -> token(w.gated(), World.REGISTRATION_TOKEN))
        .ok("that is not known", w -> token(w.gated(), "nothing"));
  }

  private static Answer token(MatrixClient who, String token) {
    return who.call("GET", VALIDITY + token, null);
  }

  private static Answer available(World world, String name) {
    return world.nobody().call("GET", "/register/available?username=" + name, null);
  }

  private static Answer register(World world, String name, String more) {
    return world
        .nobody()
        .call(
            "POST",
            "/register",
            "{\"username\": \""
                + name
                + "\", \"password\": \""
                + MatrixClient.PASSWORD
                + "\""
                + more
                + "}");
  }

  private static void addresses(Cases cases) {
    var email = "{\"client_secret\": \"s\", \"email\": \"a@example.org\", \"send_attempt\": 1}";
    var phone =
        "{\"client_secret\": \"s\", \"country\": \"DE\", \"phone_number\": \"1\","
            + " \"send_attempt\": 1}";
    address(cases, "requestTokenToRegisterEmail", "/register/email", email);
    address(cases, "requestTokenToRegisterMSISDN", "/register/msisdn", phone);
    unknown(cases, "requestTokenToResetPasswordEmail", "/account/password/email", email);
    unknown(cases, "requestTokenToResetPasswordMSISDN", "/account/password/msisdn", phone);
  }

  private static void address(Cases cases, String operation, String path, String body) {
    cases
        .on(operation)
        .fails(
            "403 M_THREEPID_DENIED",
            "always",
            w -> w.nobody().call("POST", path + "/requestToken", body));
  }

  private static void unknown(Cases cases, String operation, String path, String body) {
    cases
        .on(operation)
        .fails(
            "400 M_THREEPID_NOT_FOUND",
            "always",
            w -> w.nobody().call("POST", path + "/requestToken", body));
  }

  private static void ends(Cases cases) {
    cases.on("logout").ok("of a session", w -> w.bob().login().call("POST", "/logout", null));
    cases.on("logout_all").ok("of a user", w -> w.someone().call("POST", "/logout/all", null));
    cases
        .on("deactivateAccount")
        .ok("with the password", w -> interactive(w.someone(), "/account/deactivate", ""))
        .fails(
            NO_CODE,
            "without the password",
            w -> w.bob().call("POST", "/account/deactivate", "{}"));
  }

  private static void account(Cases cases) {
    cases
        .on("getTokenOwner")
        .ok("of a user", w -> w.bob().call("GET", "/account/whoami", null))
        .fails(
            "401 M_UNKNOWN_TOKEN",
            "of a session that ended",
            w -> {
              var ended = w.bob().login();
              ended.post("/logout", "{}");
              return ended.call("GET", "/account/whoami", null);
            });
    cases
        .on("changePassword")
        .ok(
            "with the old one",
            w ->
                interactive(
                    w.someone(), "/account/password", "\"new_password\": \"another one\", "))
        .fails(
            NO_CODE,
            "without the old one",
            w -> w.bob().call("POST", "/account/password", "{\"new_password\": \"x\"}"));
  }

  private static void devices(Cases cases) {
    cases.on("getDevices").ok("of a user", w -> w.bob().call("GET", "/devices", null));
    cases
        .on("getDevice")
        .ok("one's own", w -> device(w.bob(), "GET", w.bob().device(), null))
        .fails(NOT_FOUND, "that is not there", w -> device(w.bob(), "GET", "NONE", null));
    cases
        .on("updateDevice")
        .ok(
            "one's own",
            w -> device(w.bob(), "PUT", w.bob().device(), "{\"display_name\": \"Laptop\"}"))
        .fails(NOT_FOUND, "that is not there", w -> device(w.bob(), "PUT", "NONE", "{}"));
    cases
        .on("deleteDevice")
        .ok(
            "with the password",
            w -> interactive("DELETE", w.bob(), "/devices/" + w.bob().login().device(), ""))
        .fails(
            NO_CODE,
            "without the password",
            w -> device(w.bob(), "DELETE", w.bob().login().device(), "{}"));
    cases
        .on("deleteDevices")
        .ok(
            "with the password",
            w ->
                interactive(
                    w.bob(),
                    "/delete_devices",
                    "\"devices\": [\"" + w.bob().login().device() + "\"], "))
        .fails(
            NO_CODE,
            "without the password",
            w -> w.bob().call("POST", "/delete_devices", "{\"devices\": [\"NONE\"]}"));
  }

  private static Answer device(MatrixClient who, String method, String device, String body) {
    return who.call(method, "/devices/" + device, body);
  }

  private static Answer interactive(MatrixClient who, String path, String members) {
    return interactive("POST", who, path, members);
  }

  /// Asks, is told to authenticate, and does so with the password.
  private static Answer interactive(String method, MatrixClient who, String path, String members) {
    String first = "{" + members.replaceAll(", $", "") + "}";
    JsonNode asked = who.call(method, path, first).body();
    if (!asked.has("session")) {
      throw new AssertionError("no session in " + asked);
    }
    return who.call(
        method,
        path,
        """
        {%s"auth": {"type": "m.login.password", "session": "%s", "password": "%s",
                    "identifier": {"type": "m.id.user", "user": "%s"}}}\
        """
            .formatted(members, asked.get("session").asText(), MatrixClient.PASSWORD, who.user()));
  }
}
