package org.ashlar.account.core.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What an authentication is for. A session is good for the request that it was begun for and for
/// no other.
///
/// @param operation the operation, with the parts of its path that say what it is about
/// @param user who asks, or null for somebody without a token
/// @param body what else the request says, without `auth`; null when that may still change, as it
///   does when a client registers
public record AuthSubject(String operation, @Nullable UserId user, @Nullable JsonObject body) {
  /// Removes what authenticates from the body.
  public AuthSubject {
    body = body == null ? null : body.without("auth");
  }

  /// What the store keeps of the subject: without the session's secret it tells nothing, though the
  /// body may hold a password.
  String seal(String session) {
    MessageDigest digest = sha256();
    part(digest, session.getBytes(StandardCharsets.UTF_8));
    part(digest, operation.getBytes(StandardCharsets.UTF_8));
    part(digest, (user == null ? "" : user.value()).getBytes(StandardCharsets.UTF_8));
    part(digest, body == null ? new byte[0] : Json.writeSorted(body));
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /// The id under which the store keeps a session, whose own id is a secret.
  static String ticket(String session) {
    byte[] hash = sha256().digest(session.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static void part(MessageDigest digest, byte[] bytes) {
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
