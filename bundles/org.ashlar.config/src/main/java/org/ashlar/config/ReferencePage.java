package org.ashlar.config;

import org.jspecify.annotations.Nullable;

/// The page of the documentation that lists every key; generated, so that it is never out of date.
final class ReferencePage {
  private static final String HEAD =
      """
      # Configuration reference

      Generated from the metadata of the bundles; do not edit. One YAML file holds everything. Each
      section below is one part of the server. A wrong key or value is refused as a whole file, with
      its line and what is allowed; a change is applied while the server runs unless a key says that
      it needs a restart.

      ## Top level

      | key | default | allowed | |
      |---|---|---|---|
      | `server_name` | none, must be there | a host with or without a port | The name in the ids of \
      users and rooms. Needs a restart, and cannot be changed once there are users. |
      | `public_base_url` | none | an http or https URL | Where clients reach the server. Needs a \
      restart. |
      | `data_folder` | `data` beside the file | a path | The folder of all files of this server. \
      Needs a restart. |
      """;

  private ReferencePage() {}

  static String text(Vocabulary vocabulary) {
    StringBuilder page = new StringBuilder(HEAD);
    for (SectionType section : vocabulary.sections().values()) {
      page.append("\n## ").append(section.name()).append("\n\n");
      page.append(section.description()).append('\n');
      table(section, vocabulary, page);
      for (KeyType key : section.keys()) {
        SectionType element = vocabulary.elementOf(section, key);
        if (element != null) {
          page.append("\nEach element of `").append(key.name()).append("`:\n");
          table(element, vocabulary, page);
        }
      }
    }
    return page.toString();
  }

  private static void table(SectionType section, Vocabulary vocabulary, StringBuilder page) {
    page.append("\n| key | default | allowed | |\n|---|---|---|---|\n");
    for (KeyType key : section.keys()) {
      page.append("| `").append(key.name()).append("` | ");
      boolean maps = vocabulary.elementOf(section, key) != null;
      page.append(maps ? elements(key) : defaultOf(key)).append(" | ");
      page.append(cell(allowed(key, maps))).append(" | ");
      page.append(cell(key.description())).append(" |\n");
    }
  }

  private static String allowed(KeyType key, boolean maps) {
    if (key.map()) {
      return "a map of texts";
    }
    return maps ? "a list of maps, see below" : key.allowed();
  }

  /// The default of a list of maps is JSON, which is YAML as well.
  private static String elements(KeyType key) {
    return key.defaults() == null ? "none" : "`[" + cell(String.join(", ", key.defaults())) + "]`";
  }

  private static String defaultOf(KeyType key) {
    if (key.defaults() == null) {
      return key.required() ? "none, must be there" : "none";
    }
    String text = Template.defaultOf(key);
    return text.isEmpty() ? "empty" : "`" + cell(text) + "`";
  }

  private static String cell(@Nullable String text) {
    return text == null ? "" : text.replace("|", "\\|").replace("\n", " ");
  }
}
