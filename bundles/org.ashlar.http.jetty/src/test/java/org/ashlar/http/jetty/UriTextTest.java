package org.ashlar.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTextTest {
  @Test
  void segmentsAreDecodedOneByOne() {
    assertThat(UriText.segments("/a/b%2Fc/%C3%A4/+/")).containsExactly("a", "b/c", "ä", "+", "");
    assertThat(UriText.segments("/")).containsExactly("");
    assertThat(UriText.segments("/%2e%2e/a;b")).containsExactly("..", "a;b");
  }

  @Test
  void queriesKeepRepeatedNamesInOrder() {
    assertThat(UriText.query("via=a&via=b%26c&x&=y&&z=1+2%2B3"))
        .containsEntry("via", List.of("a", "b&c"))
        .containsEntry("x", List.of(""))
        .containsEntry("", List.of("y"))
        .containsEntry("z", List.of("1 2+3"))
        .hasSize(4);
    assertThat(UriText.query(null)).isEmpty();
    assertThat(UriText.query("a=b=c")).containsEntry("a", List.of("b=c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%4", "/%zz", "/%ff", "/%c3", "/%ed%a0%80", "/%-1"})
  void brokenEscapesAreRefused(String path) {
    assertThatThrownBy(() -> UriText.segments(path))
        .isInstanceOfSatisfying(
            MatrixException.class, fault -> assertThat(fault.status()).isEqualTo(400));
  }

  @ParameterizedTest
  @CsvSource({
    "since=s1&access_token=abc, since=s1&access_token=<redacted>",
    "access%255ftoken=abc&new_password=d&sid=1,"
        + " access%255ftoken=<redacted>&new_password=<redacted>&sid=1",
    "access%5Ftoken=abc&x=y, access%5Ftoken=<redacted>&x=y",
    "%61ccess_toke%6e=a%26b&access_token=c, %61ccess_toke%6e=<redacted>&access_token=<redacted>",
    "access_token, access_token",
    "my_access_token=1&q=access_token, my_access_token=<redacted>&q=access_token",
    "loginToken=x&client_secret=y, loginToken=<redacted>&client_secret=<redacted>"
  })
  void l12SecretsAreTakenOutOfTheAccessLine(String query, String shown) {
    assertThat(AccessLog.redact(query)).isEqualTo(shown);
  }
}
