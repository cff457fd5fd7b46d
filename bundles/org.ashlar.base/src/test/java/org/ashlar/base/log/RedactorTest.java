package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GET /sync?access_token=abc&since=s1 | GET /sync?access_token=<redacted>&since=s1",
        "GET /sync?a=1&access%5Ftoken=abc | GET /sync?a=1&access%5Ftoken=<redacted>",
        "Authorization: Bearer syt_abc.def/1 | Authorization: Bearer <redacted>",
        "{\"password\":\"p\\\"w\",\"x\":1} | {\"password\":\"<redacted>\",\"x\":1}",
        "{\"new_password\": \"pw\"} | {\"new_password\": \"<redacted>\"}",
        "{\"content\":\"{\\\"password\\\":\\\"pw\\\"}\"} |"
            + " {\"content\":\"{\\\"password\\\":\\\"<redacted>\\\"}\"}",
        "jdbc:postgresql://h/db?user=u&password=pw&x=1 |"
            + " jdbc:postgresql://h/db?user=u&password=<redacted>&x=1",
        "X-Matrix origin=a,sig=\"abc\" | X-Matrix origin=a,sig=\"<redacted>\"",
        "access_token=a access_token=b | access_token=<redacted> access_token=<redacted>",
        "\"access_token\":\"cut off | \"access_token\":\"<redacted>",
        "next_batch s1_2 for the token holder | next_batch s1_2 for the token holder",
      })
  void takesSecretsOut(String text, String expected) {
    assertThat(Redactor.redact(text)).isEqualTo(expected);
  }
}
