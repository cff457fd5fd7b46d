package org.ashlar.account.core.registration;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.ashlar.account.SharedSecretRequest;

/// The signature that proves knowledge of the secret by which users are made.
///
/// @param secret the configured secret, not empty
record SharedSecret(String secret) {
  private static final String ALGORITHM = "HmacSHA1";

  /// Compares the signature of a request in constant time.
  boolean signed(SharedSecretRequest request) {
    byte[] given = request.mac().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(sign(request).getBytes(StandardCharsets.UTF_8), given);
  }

  /// The signature that a request should bear.
  String sign(SharedSecretRequest request) {
    StringBuilder text =
        new StringBuilder()
            .append(request.nonce())
            .append('\0')
            .append(request.username())
            .append('\0')
            .append(request.password())
            .append('\0')
            .append(request.admin() ? "admin" : "notadmin");
    if (request.userType() != null) {
      text.append('\0').append(request.userType());
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of()
          .formatHex(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
    }
  }
}
