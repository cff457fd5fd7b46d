package org.ashlar.event;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;

/// Signed JSON objects, and signatures on events.
///
/// @spec https://spec.matrix.org/v1.19/appendices/#signing-json Signing JSON
public final class Signatures {
  private Signatures() {}

  /// Signs a JSON object that is not an event.
  ///
  /// @param object canonical JSON
  /// @param entity who signs, usually a server name
  /// @param key the signer's key
  /// @return the object with the signature added to those it has
  public static JsonObject sign(JsonObject object, String entity, SigningKey key) {
    CanonicalJson.require(object);
    return object.with(
        "signatures", added(object, entity, key.id(), key.sign(signedBytes(object))));
  }

  /// Verifies a signature on a JSON object that is not an event.
  ///
  /// @param object the object with its `signatures`
  /// @param entity who is said to have signed
  /// @param key that entity's key
  /// @return false when the signature is wrong, or when there is none by that key
  public static boolean verify(JsonObject object, String entity, VerifyKey key) {
    Optional<byte[]> signature = signature(object, entity, key.id());
    return signature.isPresent() && key.verify(signedBytes(object), signature.get());
  }

  /// Verifies a signature on an event, whole or redacted.
  ///
  /// @param pdu the PDU
  /// @param version its room version
  /// @param server the server that is said to have signed
  /// @param key that server's key
  /// @return false when the signature is wrong, or when there is none by that key
  /// @spec
  ///   https://spec.matrix.org/v1.19/server-server-api/#validating-hashes-and-signatures-on-received-events
  ///   Validating signatures
  public static boolean verifyEvent(
      JsonObject pdu, RoomVersion version, ServerName server, VerifyKey key) {
    return verify(Redaction.redact(pdu, version), server.value(), key);
  }

  /// The servers whose signatures an event must bear: that of the sender, except for an invite by a
  /// third-party identifier, which another server may send; that of the id, in versions that give
  /// ids; and that of the user who authorized a join, in versions with restricted rooms.
  ///
  /// @param event the event
  /// @return one to three servers; empty for an invite by a third-party identifier
  /// @throws MatrixException 400 `M_BAD_JSON` when an id that names a server does not
  /// @spec
  ///   https://spec.matrix.org/v1.19/server-server-api/#validating-hashes-and-signatures-on-received-events
  ///   Validating signatures
  public static Set<ServerName> required(Event event) {
    Set<ServerName> servers = new LinkedHashSet<>();
    if (!isThirdPartyInvite(event)) {
      servers.add(event.sender().server());
    }
    if (event.version().eventIds() == RoomVersion.EventIds.GIVEN) {
      servers.add(serverOf(event.id()));
    }
    JsonValue authorizer = event.content().get("join_authorised_via_users_server");
    if (authorizer != null
        && event.type().equals(EventTypes.MEMBER)
        && event.version().has(RoomVersion.Behavior.RESTRICTED)) {
      servers.add(serverOf(authorizer));
    }
    return Collections.unmodifiableSet(servers);
  }

  private static boolean isThirdPartyInvite(Event event) {
    return event.type().equals(EventTypes.MEMBER)
        && event.content().string("membership").filter("invite"::equals).isPresent()
        && event.content().has("third_party_invite");
  }

  private static ServerName serverOf(EventId id) {
    String server = id.value().substring(id.value().indexOf(':') + 1);
    if (!ServerName.isValid(server)) {
      throw MatrixException.badJson("The event's id names no server.");
    }
    return new ServerName(server);
  }

  private static ServerName serverOf(JsonValue user) {
    return Optional.of(user)
        .filter(JsonString.class::isInstance)
        .flatMap(text -> UserId.parse(((JsonString) text).value()))
        .orElseThrow(() -> MatrixException.badJson("Who authorized the event is no user."))
        .server();
  }

  /// A signature that an object bears.
  ///
  /// @param object the object with its `signatures`
  /// @param entity who is said to have signed
  /// @param keyId the signing key identifier
  /// @return the signature, empty when there is none or it is not Base64
  public static Optional<byte[]> signature(JsonObject object, String entity, String keyId) {
    return object
        .object("signatures")
        .flatMap(all -> all.object(entity))
        .flatMap(ofEntity -> ofEntity.string(keyId))
        .flatMap(UnpaddedBase64::decode);
  }

  static JsonObject added(JsonObject object, String entity, String keyId, byte[] signature) {
    JsonObject all = object.object("signatures").orElse(JsonObject.EMPTY);
    JsonObject ofEntity = all.object(entity).orElse(JsonObject.EMPTY);
    return all.with(entity, ofEntity.with(keyId, new JsonString(UnpaddedBase64.encode(signature))));
  }

  static byte[] signedBytes(JsonObject object) {
    return Json.writeSorted(object.without("signatures").without("unsigned"));
  }
}
