package org.ashlar.itests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// What the last module of the build looks at: the secrets that tests have used, in
/// `target/secrets`, and the logs of servers that are gone, in `target/server-logs`. Any thread.
///
/// Tokens of this server are found by their form; they are not kept.
public final class LogEvidence {
  private static final Path SECRETS = Path.of("target/secrets");
  private static final Path LOGS = Path.of("target/server-logs");
  private static final Pattern MEMBER =
      Pattern.compile(
          "\"(?:[a-z_]*password|[a-z_]*token|loginToken|client_secret|mac)\"\\s*:\\s*\"([^\"\\\\]+)\"");
  private static final Pattern OWN_TOKEN = Pattern.compile("ashr?_[A-Za-z0-9_-]{43}");

  /// Shorter and simpler ones may stand in a log by chance, and longer ones only try limits.
  private static final int LEAST = 12;

  private static final int MOST = 200;
  private static final int LEAST_DIFFERENT = 6;

  private static final Set<String> KNOWN = new HashSet<>();
  private static int logs;

  private LogEvidence() {}

  /// Remembers a secret that a test has used.
  ///
  /// @param secret the secret; one that is short or simple is passed over
  public static synchronized void secret(String secret) {
    if (secret.length() < LEAST
        || secret.length() > MOST
        || secret.chars().distinct().count() < LEAST_DIFFERENT
        || OWN_TOKEN.matcher(secret).matches()
        || KNOWN.size() == 10_000
        || !KNOWN.add(secret)) {
      return;
    }
    try {
      begin();
      Files.writeString(
          SECRETS.resolve("used.txt"),
          URLEncoder.encode(secret, StandardCharsets.UTF_8) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Remembers the passwords and tokens of a body of JSON.
  static void secretsIn(@Nullable String body) {
    if (body != null
        && (body.contains("oken\"") || body.contains("pass") || body.contains("mac"))) {
      MEMBER.matcher(body).results().forEach(member -> secret(member.group(1)));
    }
  }

  /// Keeps the logs of a server whose folder is about to be deleted, and remembers its secrets.
  static synchronized void keep(Path folder) {
    try (var files = Files.walk(folder, 3)) {
      begin();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = file.getFileName().toString();
        if (name.contains(".log") || name.matches("(?:out|err).*\\.txt")) {
          pack(file, LOGS.resolve(++logs + "-" + name + ".gz"));
        } else if (name.equals("postgres.password")) {
          secret(Files.readString(file).strip());
        } else if (name.equals("signing.key")) {
          secret(Files.readString(file).strip().replaceFirst(".* ", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pack(Path file, Path target) throws IOException {
    try (var to = new GZIPOutputStream(Files.newOutputStream(target))) {
      Files.copy(file, to);
    }
  }

  /// Removes what an earlier run has left.
  private static void begin() throws IOException {
    if (!Begun.NOW) {
      throw new IOException("the evidence of an earlier run is still there");
    }
  }

  private static final class Begun {
    private static final boolean NOW = anew();

    private static boolean anew() {
      try {
        Installation.delete(SECRETS);
        Installation.delete(LOGS);
        Files.createDirectories(SECRETS);
        Files.createDirectories(LOGS);
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
