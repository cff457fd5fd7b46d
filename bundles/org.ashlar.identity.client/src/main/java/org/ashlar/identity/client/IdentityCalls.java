package org.ashlar.identity.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.outbound.OutboundException;
import org.ashlar.base.outbound.OutboundHttp;
import org.ashlar.base.outbound.OutboundHttp.Purpose;
import org.ashlar.base.outbound.OutboundReply;
import org.ashlar.base.outbound.OutboundRequest;
import org.ashlar.directory.InvitationLookup.Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Single requests to identity servers.
///
/// @param http makes them
record IdentityCalls(Gate<OutboundHttp> http) {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityCalls.class);
  private static final OutboundRequest.Limits LIMITS =
      new OutboundRequest.Limits(Duration.ofSeconds(20), 100_000);
  private static final ErrorCode NOT_TRUSTED = new ErrorCode("M_SERVER_NOT_TRUSTED");
  private static final int OK = 200;

  /// What came back.
  ///
  /// @param status the HTTP status
  /// @param body the object, an error's too
  record Answer(int status, JsonObject body) {
    boolean isOk() {
      return status == OK;
    }

    String errorCode() {
      return body.string("errcode").orElse("");
    }
  }

  Answer get(Address address, String path) {
    return call("GET", address, path, null);
  }

  Answer post(Address address, String path, JsonObject body) {
    return call("POST", address, path, body);
  }

  private Answer call(String method, Address address, String path, @Nullable JsonObject body) {
    if (!ServerName.isValid(address.server())) {
      throw MatrixException.invalidParam("The field id_server must be a server name.");
    }
    OutboundRequest request =
        new OutboundRequest(
            method,
            URI.create("https://" + address.server() + "/_matrix/identity/v2" + path),
            Map.of(
                "Authorization",
                "Bearer " + address.accessToken(),
                "Content-Type",
                "application/json"),
            body == null ? new byte[0] : Json.write(body),
            LIMITS);
    try {
      OutboundReply reply = http.call(h -> h.send(Purpose.IDENTITY, request));
      return new Answer(reply.status(), Json.parseObject(reply.body()));
    } catch (OutboundException e) {
      LOG.info("Identity server: {}", e.getMessage());
      throw e.isDenied()
          ? notTrusted("This server makes no connections to that identity server.")
          : notTrusted("The identity server does not answer.");
    } catch (JsonException e) {
      throw nonsense();
    }
  }

  /// A fault for an answer that the identity server should not have given.
  static MatrixException nonsense() {
    return notTrusted("The identity server does not answer as it should.");
  }

  private static MatrixException notTrusted(String message) {
    return new MatrixException(NOT_TRUSTED, 400, message);
  }
}
