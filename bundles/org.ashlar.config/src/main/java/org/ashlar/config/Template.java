package org.ashlar.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file that is made when there is none: every section and key with its default, commented out.
final class Template {
  private static final int WIDTH = 100;
  private static final String HEAD =
      """
      # The configuration of this Ashlar server. Every key has a default but server_name.
      # A change is applied while the server runs, as soon as the file is saved, where nothing else
      # is said; `bin/ashlar config check` tells what is wrong before.

      # The name in the ids of users and rooms: a host with or without a port. It cannot be changed
      # once there are users.
      server_name: localhost

      # The URL under which clients reach the server, such as https://matrix.example.org
      # Needs a restart.
      # public_base_url:

      # The folder of all files of this server; a relative path begins at this file. Needs a restart.
      """;

  private Template() {}

  /// The text of the file.
  ///
  /// @param inside whether the file lies in the data folder itself
  static String text(Vocabulary vocabulary, boolean inside) {
    StringBuilder text = new StringBuilder(HEAD);
    text.append(inside ? "data_folder: .\n" : "# data_folder: data\n");
    for (SectionType section : vocabulary.sections().values()) {
      text.append('\n');
      comment(section.description(), "", text);
      text.append(section.name()).append(":\n");
      for (KeyType key : section.keys()) {
        key(key, vocabulary.elementOf(section, key), text);
      }
    }
    return text.toString();
  }

  private static void key(KeyType key, @Nullable SectionType element, StringBuilder text) {
    StringBuilder words = new StringBuilder(key.description());
    if (element == null && !key.map()) {
      words.append(words.isEmpty() ? "" : " ").append('(').append(key.allowed()).append(')');
    }
    comment(words.toString(), "  ", text);
    if (element != null) {
      elements(key, element, text);
    } else {
      text.append("  # ").append(key.name()).append(": ").append(defaultOf(key)).append('\n');
    }
  }

  private static void elements(KeyType key, SectionType element, StringBuilder text) {
    comment("Each element has:", "  ", text);
    for (KeyType member : element.keys()) {
      String given = member.defaults() == null ? "" : ", default " + defaultOf(member);
      comment(
          "  " + member.name() + " (" + member.allowed() + given + "): " + member.description(),
          "  ",
          text);
    }
    List<String> examples = key.defaults() == null ? List.of() : key.defaults();
    text.append("  # ").append(key.name()).append(examples.isEmpty() ? ": []\n" : ":\n");
    // The default is JSON, which is YAML as well.
    examples.forEach(example -> text.append("  #   - ").append(example).append('\n'));
  }

  static String defaultOf(KeyType key) {
    List<String> defaults = key.defaults();
    if (key.map()) {
      return "{}";
    }
    if (key.list()) {
      return defaults == null
          ? "[]"
          : "[" + String.join(", ", defaults.stream().map(d -> scalar(key, d)).toList()) + "]";
    }
    return defaults == null || defaults.isEmpty() ? "" : scalar(key, defaults.getFirst());
  }

  private static String scalar(KeyType key, String value) {
    boolean plain =
        value.matches("[A-Za-z0-9/][A-Za-z0-9/._-]*")
            && !value.matches("(?i)yes|no|on|off|true|false|null|~|[0-9._]+");
    return !key.scalar().isText() || plain
        ? value
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  /// Breaks words into comment lines.
  private static void comment(String words, String indent, StringBuilder text) {
    if (words.isBlank()) {
      return;
    }
    StringBuilder line = new StringBuilder(indent).append('#');
    int blank = words.length() - words.stripLeading().length();
    line.append(" ".repeat(blank));
    for (String word : words.strip().split("\\s+")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(indent).append('#').append(" ".repeat(blank));
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
