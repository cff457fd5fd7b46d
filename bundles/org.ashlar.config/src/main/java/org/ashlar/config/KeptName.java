package org.ashlar.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.ServerName;

/// The name that the data folder's server was first started with. Users and rooms bear it, so no
/// start with another one is accepted.
///
/// @param file where it is kept
record KeptName(Path file) {
  static KeptName in(Path dataFolder) {
    return new KeptName(dataFolder.resolve("server_name"));
  }

  /// Keeps the name, when it is the first.
  ///
  /// @throws IllegalStateException when the data folder belongs to a server of another name
  void keep(ServerName name) throws IOException {
    Optional<String> kept = kept();
    if (kept.isEmpty()) {
      Files.writeString(file, name.value() + "\n");
    } else if (!kept.get().equals(name.value())) {
      throw new IllegalStateException(
          "The data folder belongs to the server "
              + kept.get()
              + ", but server_name is "
              + name
              + ". Users and rooms bear the name, so it cannot be changed; use another data"
              + " folder.");
    }
  }

  /// Refuses a file with which the next start would be refused.
  ///
  /// @param text the text of the file
  /// @param outcome what its validation said
  Settings.Outcome check(String text, Settings.Outcome outcome) {
    if (outcome instanceof Settings.Valid(var settings)
        && settings.top().serverName() instanceof ServerName name) {
      try {
        Optional<String> kept = kept().filter(other -> !other.equals(name.value()));
        if (kept.isPresent()) {
          return new Settings.Refused(List.of(problem(text, name, kept.get())));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("The file " + file + " cannot be read: " + e, e);
      }
    }
    return outcome;
  }

  private static Problem problem(String text, ServerName name, String kept) {
    int line =
        YamlReader.read(text, new ArrayList<>()).fields().stream()
            .filter(field -> field.name().equals("server_name"))
            .mapToInt(Yaml.Field::line)
            .findFirst()
            .orElse(1);
    return new Problem(
        line,
        "server_name",
        "\""
            + name
            + "\" is not the name of this server, "
            + kept
            + ", which users and rooms bear; a start with another one is refused");
  }

  private Optional<String> kept() throws IOException {
    return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
  }
}
