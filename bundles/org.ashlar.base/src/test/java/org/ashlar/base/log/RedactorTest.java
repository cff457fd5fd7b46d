package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
        "read HeapByteBuffer@1[p=0,l=9,c=9,r=9]={ld<<<{\"typ...e word\"}>>>rest} |"
            + " read HeapByteBuffer@1[p=0,l=9,c=9,r=9]=<redacted>",
        "Bind($1=<'$argon2id$v=19$m=1024,t=1,p=1$c2FsdA$aGFzaA'>) |"
            + " Bind($1=<'$argon2id$<redacted>'>)",
        "next_batch s1_2 for the token holder | next_batch s1_2 for the token holder",
      })
  void takesSecretsOut(String text, String expected) {
    assertThat(Redactor.redact(text)).isEqualTo(expected);
  }

  private static final List<String> HEADS =
      List.of(
          "Bearer ",
          "bearer\t",
          "access_token=",
          "access%5Ftoken=",
          "refresh_token: ",
          "\"login_token\":\"",
          "password=",
          "passwd: ",
          "\"passphrase\": \"",
          "client_secret=",
          "\"token\":\"",
          "\\\"mac\\\":\\\"",
          "\"sig\":\"",
          " sig=");
  private static final List<String> PLAIN =
      List.of("GET /sync ", "tok", "en ", "pass", "word", "\"", "=", ":", "\\", "mac", "s", "ig ");

  @Test
  void everyFormIsFoundWhereverItStandsAndHoweverItIsWritten() {
    for (String head : HEADS) {
      for (String written :
          List.of(head, head.toUpperCase(Locale.ROOT), head.toLowerCase(Locale.ROOT))) {
        for (String before : List.of(" ", "a line of a request, long enough to be seen ")) {
          assertThat(Redactor.redact(before + written + "syt_abc end"))
              .startsWith(before + written + "<redacted>")
              .doesNotContain("syt_abc");
        }
      }
    }
  }

  /// The look at the letters must not spare the pattern where the pattern finds something.
  @Test
  void theFirstLookChangesNothing() {
    Random random = new Random(6);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(8); part >= 0; part--) {
        List<String> from = random.nextInt(3) == 0 ? HEADS : PLAIN;
        text.append(from.get(random.nextInt(from.size())));
      }
      assertThat(Redactor.redact(text.toString()))
          .isEqualTo(Redactor.redactByPattern(text.toString()));
    }
  }
}
