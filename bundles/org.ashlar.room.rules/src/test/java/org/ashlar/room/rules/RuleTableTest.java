package org.ashlar.room.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.ashlar.event.RoomVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every numbered rule of every version's text, each with an event that passes and one that is
/// rejected. `numbers.txt` holds the numbers of all rules that allow or reject, read out of the
/// specification by a script.
class RuleTableTest {
  private static final List<RuleRow> ROWS =
      Stream.of(RoomRows.rows(), MemberRows.rows(), LevelRows.rows())
          .flatMap(List::stream)
          .toList();

  static List<RoomVersion> versions() {
    return List.copyOf(RoomVersion.all().values());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everyRuleOfTheTextHasARow(RoomVersion version) throws IOException {
    Set<String> rows = new TreeSet<>();
    ROWS.stream().filter(row -> row.isIn(version)).forEach(row -> rows.add(row.number(version)));

    assertThat(rows).isEqualTo(numbers(version.authRules()));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void whatARuleAllowsPasses(RoomVersion version) {
    for (RuleRow row : ROWS) {
      if (row.isIn(version)) {
        assertThat(row.allowed().apply(new Scene(version.id())))
            .as("%s in version %s", row.numbers(), version)
            .isEqualTo("ok");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void whatIsRejectedIsRejectedByItsRule(RoomVersion version) {
    for (RuleRow row : ROWS) {
      if (row.isIn(version)) {
        assertThat(row.rejected().apply(new Scene(version.id())))
            .as("%s in version %s", row.numbers(), version)
            .isEqualTo(row.rejectedBy(version));
      }
    }
  }

  private static Set<String> numbers(String text) throws IOException {
    List<String> lines = new ArrayList<>();
    try (InputStream in =
        Objects.requireNonNull(RuleTableTest.class.getResourceAsStream("numbers.txt"))) {
      lines.addAll(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
    String line =
        lines.stream().filter(each -> each.startsWith(text + " ")).findFirst().orElseThrow();
    return new TreeSet<>(Arrays.asList(line.substring(text.length() + 1).split(" ")));
  }
}
