package org.ashlar.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  @Test
  void aGeneratedKeySignsAndIsUnlikeOthers() {
    SigningKey key = SigningKey.generate();
    SigningKey other = SigningKey.generate();

    assertThat(key.id()).matches("ed25519:a_[A-Za-z]{6}");
    assertThat(key.line()).isNotEqualTo(other.line());
    assertThat(key.toString()).isEqualTo(key.id());
    assertThat(key.verifyKey().verify(MESSAGE, key.sign(MESSAGE))).isTrue();
    assertThat(other.verifyKey().verify(MESSAGE, key.sign(MESSAGE))).isFalse();
    assertThat(key.verifyKey().verify(new byte[1], key.sign(MESSAGE))).isFalse();
    assertThat(key.verifyKey().verify(MESSAGE, new byte[63])).isFalse();
    assertThat(key.verifyKey().verify(MESSAGE, new byte[64])).isFalse();
  }

  @Test
  void aFileHoldsTheKeyForItsOwnerOnly(@TempDir Path folder) throws IOException {
    SigningKey key = SigningKey.generate();
    Path file = folder.resolve("signing.key");
    SigningKey.generate().write(file);

    key.write(file);

    assertThat(SigningKey.read(file).line()).isEqualTo(key.line());
    assertThat(Files.readString(file)).isEqualTo(key.line() + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ed25519 1",
        "rsa 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1",
        "ed25519 a:b YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1",
        "ed25519 1 YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW",
        "ed25519 1 !"
      })
  void otherLinesAreNoKeys(String line) {
    assertThatThrownBy(() -> SigningKey.parse(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPublicKeyIsReadInEitherAlphabet() {
    String base64 = SigningKey.generate().verifyKey().base64();

    assertThat(VerifyKey.of("ed25519:1", base64).orElseThrow().base64()).isEqualTo(base64);
    assertThat(VerifyKey.of("ed25519:1", base64 + "=").orElseThrow().base64()).isEqualTo(base64);
    assertThat(
            VerifyKey.of("ed25519:1", base64.replace('+', '-').replace('/', '_'))
                .orElseThrow()
                .base64())
        .isEqualTo(base64);
    assertThat(VerifyKey.of("rsa:1", base64)).isEmpty();
    assertThat(VerifyKey.of("ed25519:1", "short")).isEmpty();
    assertThat(VerifyKey.of("ed25519:1", "!")).isEmpty();
  }
}
