package org.ashlar.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {

  @Test
  void isReadFromResourcesInTheOrderOfTheNumbers() {
    assertThat(
            Migration.load(
                MigrationTest.class, "010-second.sql", "/org/ashlar/store/sql/002_first.sql"))
        .containsExactly(
            new Migration(2, "first", "create table a ();\n"),
            new Migration(10, "second", "-- ashlar: no-transaction\ncreate table b ();\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first.sql", "1-.sql", "1-first.txt", "1-fi rst.sql"})
  void refusesAFileWithAnotherName(String file) {
    assertThatThrownBy(() -> Migration.load(MigrationTest.class, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A migration's file is named like 001-first-tables.sql: " + file);
  }

  @Test
  void refusesAFileThatIsMissing() {
    assertThatThrownBy(() -> Migration.load(MigrationTest.class, "003-missing.sql"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("org.ashlar.store.sql.MigrationTest has no resource 003-missing.sql");
  }

  @Test
  void hasAHashThatDoesNotDependOnLineEnds() {
    assertThat(new Migration(1, "a", "x\r\ny").sha256())
        .isEqualTo(new Migration(1, "a", "x\ny").sha256())
        .isNotEqualTo(new Migration(1, "a", "x y").sha256())
        .hasSize(64);
  }

  @Test
  void knowsTheDirectiveOfAFileOutsideOfTransactions() {
    assertThat(new Migration(1, "a", "\n-- ashlar: no-transaction\nx").withoutTransaction())
        .isTrue();
    assertThat(new Migration(1, "a", "x -- ashlar: no-transaction").withoutTransaction()).isFalse();
  }

  @Test
  void refusesANumberBelowOneAndAnEmptyFile() {
    assertThatThrownBy(() -> new Migration(0, "a", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Migration(1, "a", " \n"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
