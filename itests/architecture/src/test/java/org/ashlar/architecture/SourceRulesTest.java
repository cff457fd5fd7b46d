package org.ashlar.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that read sources.
class SourceRulesTest {
  private static final SourceRule SIZES = new SourceRule(500, 60, 7);
  // A method of a test may be a table of cases.
  private static final SourceRule TEST_SIZES = new SourceRule(500, 120, 7);

  private final House house = House.ofReactor();

  @TempDir Path folder;

  @Test
  void filesAndMethodsAreSmall() throws Exception {
    var files = house.bundles().stream().flatMap(b -> Bundle.javaFiles(b.sources()).stream());
    assertThat(SIZES.breaches(files.toList())).isEmpty();
  }

  @Test
  void testsAreSmallToo() throws Exception {
    var files =
        house.bundles().stream()
            .flatMap(b -> Bundle.javaFiles(b.folder().resolve("src/test/java")).stream());
    assertThat(TEST_SIZES.breaches(files.toList())).isEmpty();
  }

  @Test
  void tooLargeThingsAreFound() throws Exception {
    var file =
        write(
            "Big.java",
            """
            class Big {
              record Fine(int a, int b, int c) { Fine(int a, int b, int c) { this.a = a; } }
              void many(int a, int b, int c) {
                return;
              }
            }
            """);
    assertThat(new SourceRule(5, 2, 2).breaches(List.of(file)))
        .containsExactly(
            "Big.java has 6 lines, the limit is 5",
            "Big.java: many has 3 lines, the limit is 2",
            "Big.java: many has 3 parameters, the limit is 2");
  }

  @Test
  void whatOthersSeeIsDocumented() throws Exception {
    var files =
        house.bundles().stream()
            .filter(bundle -> bundle.layer().exports())
            .flatMap(bundle -> Bundle.javaFiles(bundle.sources()).stream())
            .toList();
    assertThat(files).hasSizeGreaterThan(20);
    assertThat(new JavadocRule(System.getProperty("java.class.path")).breaches(files)).isEmpty();
  }

  @Test
  void missingAndWrongDocumentationIsFound() throws Exception {
    var file =
        write(
            "Bare.java",
            """
            public class Bare {
              /// See [Nowhere].
              public void wrong() {}
              public void missing() {}
              void hidden() {}
              /// Said once for all parts.
              public record Fine(int a) { public Fine {} @Override public String toString() { return ""; } }
            }
            """);
    assertThat(new JavadocRule("").breaches(List.of(file)))
        .containsExactly(
            "unnamed package: Bare has no documentation",
            "Bare: missing() has no documentation",
            "Bare.java:2 reference not found");
  }

  @Test
  void sqlOfMappersIsStatic() throws Exception {
    for (var bundle : house.bundles()) {
      for (var file : MapperRule.candidates(bundle)) {
        var name = file.getFileName().toString();
        assertThat(new MapperRule().breaches(name, Bundle.text(file))).isEmpty();
      }
    }
  }

  @Test
  void computedSqlIsFound() {
    var text =
        """
        import org.apache.ibatis.annotations.Select;
        @Select("SELECT * FROM ${table}")
        @Select("<script>SELECT 1 <if test='a'>WHERE a</if></script>")
        @Select("SELECT 1 WHERE a < #{a}")
        """;
    assertThat(new MapperRule().breaches("M.java", text))
        .hasSize(2)
        .allMatch(breach -> breach.matches("M.java:[23] builds SQL per call: .*"));
    assertThat(new MapperRule().breaches("N.java", "var a = \"${b}\";")).isEmpty();
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }
}
