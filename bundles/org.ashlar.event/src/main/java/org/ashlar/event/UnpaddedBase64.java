package org.ashlar.event;

import java.util.Base64;
import java.util.Optional;

/// Base64 as Matrix writes it.
///
/// @spec https://spec.matrix.org/v1.19/appendices/#unpadded-base64 Unpadded Base64
public final class UnpaddedBase64 {
  private static final Base64.Encoder STANDARD = Base64.getEncoder().withoutPadding();
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private UnpaddedBase64() {}

  /// Encodes in the standard alphabet.
  ///
  /// @param octets any bytes
  /// @return text without padding
  public static String encode(byte[] octets) {
    return STANDARD.encodeToString(octets);
  }

  /// Encodes in the URL-safe alphabet.
  ///
  /// @param octets any bytes
  /// @return text without padding
  public static String encodeUrlSafe(byte[] octets) {
    return URL_SAFE.encodeToString(octets);
  }

  /// Decodes either alphabet, with or without padding.
  ///
  /// @param text any text
  /// @return the bytes, empty when the text is not Base64
  public static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
