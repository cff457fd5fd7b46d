package org.ashlar.event;

import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A public Ed25519 key with its id. Immutable; any thread.
public final class VerifyKey {
  private static final int SIGNATURE_BYTES = 64;

  private final String id;
  private final Ed25519PublicKeyParameters key;

  private VerifyKey(String id, Ed25519PublicKeyParameters key) {
    this.id = id;
    this.key = key;
  }

  /// Reads a key.
  ///
  /// @param id the signing key identifier, such as `ed25519:1`
  /// @param base64 32 bytes in Base64, either alphabet, with or without padding
  /// @return the key, empty when the algorithm is not `ed25519` or the text is no such key
  public static Optional<VerifyKey> of(String id, String base64) {
    return id.startsWith("ed25519:")
        ? UnpaddedBase64.decode(base64).flatMap(octets -> of(id, octets))
        : Optional.empty();
  }

  private static Optional<VerifyKey> of(String id, byte[] octets) {
    if (octets.length != Ed25519.PUBLIC_KEY_SIZE) {
      return Optional.empty();
    }
    try {
      return Optional.of(new VerifyKey(id, new Ed25519PublicKeyParameters(octets)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The signing key identifier.
  ///
  /// @return such as `ed25519:1`
  public String id() {
    return id;
  }

  /// The key as text.
  ///
  /// @return 32 bytes in unpadded Base64
  public String base64() {
    return UnpaddedBase64.encode(key.getEncoded());
  }

  /// Checks a signature.
  ///
  /// @param message what was signed
  /// @param signature the signature
  /// @return true when this key's owner made it
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == SIGNATURE_BYTES
        && key.verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
  }
}
