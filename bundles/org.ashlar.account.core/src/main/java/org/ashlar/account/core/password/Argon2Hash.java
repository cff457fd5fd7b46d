package org.ashlar.account.core.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A password hashed with Argon2id, written as `$argon2id$v=19$m=KIB,t=PASSES,p=1$SALT$HASH`.
///
/// @param memoryKib the memory in KiB
/// @param iterations passes over the memory
/// @param salt random bytes
/// @param hash 32 bytes
@SuppressWarnings("ArrayRecordComponent")
record Argon2Hash(int memoryKib, int iterations, byte[] salt, byte[] hash) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,8}),t=(\\d{1,6}),p=1\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
  private static final int LENGTH = 32;

  static Argon2Hash of(String password, HashCost cost, byte[] salt) {
    byte[] hash = compute(password, cost.memoryKib(), cost.iterations(), salt);
    return new Argon2Hash(cost.memoryKib(), cost.iterations(), salt, hash);
  }

  static Optional<Argon2Hash> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return Optional.of(
        new Argon2Hash(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            base64.decode(matcher.group(3)),
            base64.decode(matcher.group(4))));
  }

  /// Computes the hash again; takes as long for a wrong password as for the right one.
  boolean matches(String password) {
    return MessageDigest.isEqual(hash, compute(password, memoryKib, iterations, salt));
  }

  boolean isWeakerThan(HashCost cost) {
    return memoryKib < cost.memoryKib() || iterations < cost.iterations();
  }

  String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(memoryKib, iterations, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  private static byte[] compute(String password, int memoryKib, int iterations, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] result = new byte[LENGTH];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), result);
    return result;
  }
}
