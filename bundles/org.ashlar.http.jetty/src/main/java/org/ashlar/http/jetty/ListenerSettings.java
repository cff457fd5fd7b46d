package org.ashlar.http.jetty;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// One place to listen on.
///
/// @param address an address or host name of this machine; `::` or `0.0.0.0` for all
/// @param port 0 for any free one
/// @param tls the files of its certificate, or null for plain HTTP
/// @param apis what is served there
record ListenerSettings(String address, int port, @Nullable Tls tls, Set<Api> apis) {
  private static final Set<String> KEYS = Set.of("address", "port", "certificate", "key", "apis");

  /// Files of a certificate.
  ///
  /// @param certificate PEM: the server's certificate and those that lead to its issuer
  /// @param key PEM: its private key, PKCS #8, not encrypted
  record Tls(Path certificate, Path key) {}

  /// Address and port as text.
  String place() {
    return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
  }

  /// Reads one entry of the configuration.
  ///
  /// @param folder where relative paths begin
  /// @throws IllegalArgumentException with a sentence for the operator
  static ListenerSettings parse(String text, Path folder) {
    try {
      JsonObject object = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
      for (String key : object.members().keySet()) {
        require(KEYS.contains(key), "has no key `" + key + "`; there are " + KEYS);
      }
      return new ListenerSettings(
          string(object, "address", "127.0.0.1"), port(object), tls(object, folder), apis(object));
    } catch (JsonException e) {
      throw new IllegalArgumentException(
          "An entry of http.listeners is not a JSON object: " + e.getMessage() + ".");
    }
  }

  private static int port(JsonObject object) {
    JsonValue value = object.members().get("port");
    if (value == null) {
      return 8008;
    }
    require(
        value instanceof JsonInteger number && number.value() >= 0 && number.value() <= 65_535,
        "needs a `port` from 0 to 65535");
    return (int) ((JsonInteger) value).value();
  }

  private static @Nullable Tls tls(JsonObject object, Path folder) {
    String certificate = string(object, "certificate", "");
    String key = string(object, "key", "");
    require(
        certificate.isEmpty() == key.isEmpty(),
        "needs both `certificate` and `key` for TLS, or neither");
    return certificate.isEmpty() ? null : new Tls(folder.resolve(certificate), folder.resolve(key));
  }

  private static Set<Api> apis(JsonObject object) {
    JsonValue value = object.members().get("apis");
    if (value == null) {
      return Api.USUAL;
    }
    Set<Api> apis = EnumSet.noneOf(Api.class);
    if (value instanceof JsonArray array) {
      for (JsonValue name : array.values()) {
        apis.add(
            Api.named(name instanceof JsonString text ? text.value() : "")
                .orElseThrow(() -> wrong("may have in `apis` only " + Api.ALL)));
      }
    }
    require(!apis.isEmpty(), "needs at least one name in `apis`");
    return Set.copyOf(apis);
  }

  private static String string(JsonObject object, String name, String absent) {
    JsonValue value = object.members().get(name);
    if (value == null) {
      return absent;
    }
    if (value instanceof JsonString text) {
      return text.value();
    }
    throw wrong("needs text as `" + name + "`");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw wrong(what);
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("An entry of http.listeners " + what + ".");
  }
}
