package org.ashlar.room.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventTypes;
import org.ashlar.event.Signatures;
import org.ashlar.event.StateKey;
import org.ashlar.event.VerifyKey;
import org.ashlar.room.auth.AuthVerdict;

/// The rules for an invite that redeems an `m.room.third_party_invite`.
final class ThirdPartyInviteRules {
  private ThirdPartyInviteRules() {}

  static AuthVerdict check(Case invite, String target) {
    if (invite.membership(target).equals("ban")) {
      return invite.reject(Rule.THIRD_PARTY_BANNED, "The user is banned from this room.");
    }
    Optional<JsonObject> signed =
        invite
            .event()
            .content()
            .object("third_party_invite")
            .flatMap(thirdParty -> thirdParty.object("signed"));
    if (signed.isEmpty()) {
      return invite.reject(Rule.THIRD_PARTY_UNSIGNED, "The third-party invite is not signed.");
    }
    return checkSigned(invite, target, signed.get());
  }

  private static AuthVerdict checkSigned(Case invite, String target, JsonObject signed) {
    Optional<String> user = signed.string("mxid");
    Optional<String> token = signed.string("token");
    if (user.isEmpty() || token.isEmpty()) {
      return invite.reject(
          Rule.THIRD_PARTY_INCOMPLETE, "The third-party invite lacks user or token.");
    }
    if (!user.get().equals(target)) {
      return invite.reject(
          Rule.THIRD_PARTY_OTHER_USER, "The third-party invite is for another user.");
    }
    Event promise = invite.state(new StateKey(EventTypes.THIRD_PARTY_INVITE, token.get()));
    if (promise == null) {
      return invite.reject(
          Rule.THIRD_PARTY_UNKNOWN, "The room has no third-party invite with this token.");
    }
    if (!promise.sender().equals(invite.event().sender())) {
      return invite.reject(
          Rule.THIRD_PARTY_OTHER_SENDER, "The third-party invite was made by another user.");
    }
    return isSignedByOneOf(signed, publicKeys(promise.content()))
        ? AuthVerdict.ALLOWED
        : invite.reject(
            Rule.THIRD_PARTY_SIGNATURE, "The third-party invite is not validly signed.");
  }

  private static List<String> publicKeys(JsonObject promise) {
    List<String> keys = new ArrayList<>();
    promise.string("public_key").ifPresent(keys::add);
    for (JsonObject entry : promise.array("public_keys").orElse(JsonArray.EMPTY).objects()) {
      entry.string("public_key").ifPresent(keys::add);
    }
    return keys;
  }

  private static boolean isSignedByOneOf(JsonObject signed, List<String> publicKeys) {
    JsonObject signatures = signed.object("signatures").orElse(JsonObject.EMPTY);
    for (String entity : signatures.names()) {
      for (String keyId : signatures.object(entity).orElse(JsonObject.EMPTY).names()) {
        for (String publicKey : publicKeys) {
          Optional<VerifyKey> key = VerifyKey.of(keyId, publicKey);
          if (key.isPresent() && Signatures.verify(signed, entity, key.get())) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
