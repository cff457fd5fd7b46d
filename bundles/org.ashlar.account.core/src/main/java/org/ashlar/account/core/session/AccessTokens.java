package org.ashlar.account.core.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.ashlar.base.id.DeviceId;

/// Makes secrets and names that nobody can guess. Any thread.
public final class AccessTokens {
  private static final String PREFIX = "ash_";
  private static final String REFRESH_PREFIX = "ashr_";
  private static final int SECRET_BYTES = 32;
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int DEVICE_LENGTH = 10;

  private final SecureRandom random = new SecureRandom();

  /// A new access token.
  ///
  /// @return 256 random bits as text that needs no escaping in headers and addresses
  public String accessToken() {
    return PREFIX + secret();
  }

  /// A new refresh token.
  ///
  /// @return 256 random bits as text, told from an access token by how it begins
  public String refreshToken() {
    return REFRESH_PREFIX + secret();
  }

  /// A new secret, such as a nonce.
  ///
  /// @return 256 random bits as 43 characters
  public String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// A new device id.
  ///
  /// @return ten letters
  public DeviceId deviceId() {
    return new DeviceId(text(LETTERS, DEVICE_LENGTH));
  }

  /// A new localpart.
  ///
  /// @param length its length
  /// @return letters and digits
  public String localpart(int length) {
    return text(NAME_CHARACTERS, length);
  }

  /// What is stored instead of a token.
  ///
  /// @param token the token
  /// @return its SHA-256
  public static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }

  /// What is stored instead of a token, where it must be text.
  ///
  /// @param token the token
  /// @return its SHA-256 in Base64
  public static String hashText(String token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash(token));
  }

  private String text(String characters, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }
}
