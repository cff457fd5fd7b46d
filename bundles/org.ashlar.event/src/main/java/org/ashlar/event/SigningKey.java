package org.ashlar.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// A secret Ed25519 key of a server. Immutable; any thread. Its text never shows the secret.
public final class SigningKey {
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9_]{1,100}");
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final String version;
  private final byte[] seed;
  private final byte[] publicKey;

  private SigningKey(String version, byte[] seed) {
    if (!VERSION.matcher(version).matches() || seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("not a signing key");
    }
    this.version = version;
    this.seed = seed.clone();
    this.publicKey = new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded();
  }

  /// Makes a new key with a random id.
  ///
  /// @return a key that nobody else has
  public static SigningKey generate() {
    SecureRandom random = new SecureRandom();
    StringBuilder version = new StringBuilder("a_");
    for (int i = 0; i < 6; i++) {
      version.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    random.nextBytes(seed);
    return new SigningKey(version.toString(), seed);
  }

  /// Reads the form `ed25519 VERSION SEED`, the seed in Base64.
  ///
  /// @param line one line
  /// @return the key
  /// @throws IllegalArgumentException when the line has another form
  public static SigningKey parse(String line) {
    String[] parts = line.strip().split("\\s+");
    if (parts.length != 3 || !parts[0].equals("ed25519")) {
      throw new IllegalArgumentException("a signing key has the form: ed25519 VERSION SEED");
    }
    byte[] seed =
        UnpaddedBase64.decode(parts[2])
            .orElseThrow(() -> new IllegalArgumentException("the seed is not Base64"));
    return new SigningKey(parts[1], seed);
  }

  /// Reads a key file; the first line that is not empty counts.
  ///
  /// @param file the file
  /// @return the key
  /// @throws IOException when it can not be read
  /// @throws IllegalArgumentException when it holds no key
  public static SigningKey read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    return parse(lines.stream().filter(line -> !line.isBlank()).findFirst().orElse(""));
  }

  /// Writes a key file that only its owner may read. It is there whole or not at all.
  ///
  /// @param file the file; an existing one is replaced
  /// @throws IOException when it can not be written
  public void write(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("not a file: " + file);
    }
    Path written = Files.createTempFile(folder, ".signing", ".key", ownerOnly(folder));
    try {
      Files.writeString(written, line() + "\n", StandardOpenOption.DSYNC, StandardOpenOption.WRITE);
      move(written, file);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    Set<PosixFilePermission> mode =
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
        : new FileAttribute<?>[0];
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// The secret form, as [#parse] reads it.
  ///
  /// @return `ed25519 VERSION SEED`
  public String line() {
    return "ed25519 " + version + " " + UnpaddedBase64.encode(seed);
  }

  /// The signing key identifier.
  ///
  /// @return such as `ed25519:a_QxYzAb`
  public String id() {
    return "ed25519:" + version;
  }

  /// The public half.
  ///
  /// @return what others verify with
  public VerifyKey verifyKey() {
    return VerifyKey.of(id(), UnpaddedBase64.encode(publicKey)).orElseThrow();
  }

  /// Signs bytes.
  ///
  /// @param message the bytes
  /// @return 64 bytes
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public String toString() {
    return id();
  }
}
