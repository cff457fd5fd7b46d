package org.ashlar.store.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One numbered step in the life of an owner's tables.
///
/// A migration runs in one transaction, with a lock time-out of 2 s. A file whose first line is `--
/// ashlar: no-transaction` runs outside of any transaction and holds exactly one statement, as
/// `CREATE INDEX CONCURRENTLY` needs it. A file that has been released is never changed: its hash
/// is checked at each start.
///
/// @param number position in the owner's sequence, from 1, without gaps
/// @param name what the step does, from the file's name
/// @param sql the statements, separated by semicolons
public record Migration(int number, String name, String sql) {

  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?(\\d{1,6})[-_]([A-Za-z0-9._-]+)\\.sql");
  private static final String NO_TRANSACTION = "-- ashlar: no-transaction";

  /// Checks the parts.
  ///
  /// @throws IllegalArgumentException when the number is not positive, or name or statements are
  ///   blank
  public Migration {
    if (number < 1) {
      throw new IllegalArgumentException("A migration's number starts at 1: " + number);
    }
    if (name.isBlank() || sql.isBlank()) {
      throw new IllegalArgumentException("Migration " + number + " has no name or no statements.");
    }
  }

  /// Reads migrations from the resources of a class, so of its bundle.
  ///
  /// @param owner the class whose `getResourceAsStream` finds the files; a name without a leading
  ///   `/` is relative to its package
  /// @param files resources named `NNN-what-it-does.sql`, in any order
  /// @return the migrations, sorted by number
  /// @throws IllegalArgumentException when a file is missing or its name has another form
  public static List<Migration> load(Class<?> owner, String... files) {
    List<Migration> migrations = new ArrayList<>(files.length);
    for (String file : files) {
      Matcher matcher = FILE.matcher(file);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "A migration's file is named like 001-first-tables.sql: " + file);
      }
      migrations.add(
          new Migration(Integer.parseInt(matcher.group(1)), matcher.group(2), read(owner, file)));
    }
    migrations.sort((a, b) -> Integer.compare(a.number, b.number));
    return List.copyOf(migrations);
  }

  /// Whether the file asks to run outside of a transaction.
  ///
  /// @return true when it bears the directive
  public boolean withoutTransaction() {
    return sql.stripLeading().startsWith(NO_TRANSACTION);
  }

  /// What tells that a file was changed.
  ///
  /// @return SHA-256 of the statements in lower-case hexadecimal, with line ends taken as `\n`
  public String sha256() {
    try {
      byte[] text = sql.replace("\r\n", "\n").getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }

  private static String read(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException(owner.getName() + " has no resource " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Resource " + file + " of " + owner.getName(), e);
    }
  }
}
