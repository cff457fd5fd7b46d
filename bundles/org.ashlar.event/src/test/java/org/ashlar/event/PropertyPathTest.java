package org.ashlar.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyPathTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "content.body             |content,body",
        "content.m\\.relates_to.x |content,m.relates_to,x",
        "content.m\\\\foo         |content,m\\foo",
        "content.\\x              |content,\\x",
        "a\\\\.b                  |a\\,b",
        "a\\\\\\.b                |a\\.b",
        "a\\                      |a\\",
        "a..b                     |a,,b",
        "a.                       |a,",
      })
  void splitsAtDotsThatAreNotEscaped(String path, String names) {
    assertThat(PropertyPath.of(path).names()).isEqualTo(List.of(names.split(",", -1)));
  }
}
