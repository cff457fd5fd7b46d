package org.ashlar.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ashlar.config.ConfigurationReference;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What the documentation shows as configuration would be accepted by the server.
class DocumentedSettingsTest {
  private static final String FENCE = "```";
  private static final String INDENT = "    ";

  private final House house = House.ofReactor();

  /// Lines of a page that are configuration.
  ///
  /// @param place the page and the line where it begins
  private record Snippet(String place, String yaml) {
    /// A snippet shows a part; the one key that every file needs may be missing.
    String whole() {
      return yaml.contains("server_name:") ? yaml : "server_name: example.org\n" + yaml;
    }
  }

  @TestFactory
  Stream<DynamicTest> everySnippetOfTheDocumentationIsAValidConfiguration() throws IOException {
    var folders =
        house.bundles().stream().map(b -> b.classes().resolve("OSGI-INF/metatype")).toList();
    return snippets().stream()
        .map(
            snippet ->
                DynamicTest.dynamicTest(
                    snippet.place(),
                    () ->
                        assertThat(ConfigurationReference.problems(snippet.whole(), folders))
                            .as(snippet.yaml())
                            .isEmpty()));
  }

  @Test
  void theOperatorsPageHasSnippets() throws IOException {
    assertThat(snippets()).anyMatch(s -> s.place().startsWith("operator.md:"));
  }

  private List<Snippet> snippets() throws IOException {
    List<Snippet> found = new ArrayList<>(snippets(house.root().resolve("README.md")));
    try (var pages = Files.list(house.root().resolve("docs"))) {
      for (var page : pages.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
        found.addAll(snippets(page));
      }
    }
    return found;
  }

  /// Fenced blocks of the language yaml, and indented blocks that begin with a key.
  private static List<Snippet> snippets(Path page) throws IOException {
    var lines = Files.readAllLines(page);
    List<Snippet> found = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      int end;
      if (lines.get(at).equals(FENCE + "yaml")) {
        end = end(lines, ++at, line -> !line.equals(FENCE));
      } else if (lines.get(at).matches(INDENT + "[a-z_]+:( .*)?")) {
        end = end(lines, at, line -> line.isBlank() || line.startsWith(INDENT));
      } else {
        continue;
      }
      var text = String.join("\n", lines.subList(at, end)).stripTrailing().stripIndent() + "\n";
      found.add(new Snippet(page.getFileName() + ":" + (at + 1), text));
      at = end;
    }
    return found;
  }

  private static int end(List<String> lines, int from, Predicate<String> inside) {
    int end = from;
    while (end < lines.size() && inside.test(lines.get(end))) {
      end++;
    }
    return end;
  }
}
