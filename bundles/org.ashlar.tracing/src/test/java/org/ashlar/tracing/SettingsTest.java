package org.ashlar.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final String LOCAL = "http://127.0.0.1:4318";

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:4318, http://127.0.0.1:4318/v1/traces",
    "http://127.0.0.1:4318/, http://127.0.0.1:4318/v1/traces",
    "https://otel.example.org/v1/traces, https://otel.example.org/v1/traces",
    "HTTPS://otel.example.org/otlp/, https://otel.example.org/otlp/v1/traces",
    "http://[::1]:4318, http://[::1]:4318/v1/traces",
  })
  void thePathIsAddedWhereItIsMissing(String given, String used) {
    assertThat(Settings.of(Options.on(given)).endpoint()).hasToString(used);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:4318",
        "ftp://127.0.0.1",
        "http://",
        "http:///v1/traces",
        "http://host name",
        "http://me:s3cret@127.0.0.1:4318",
        "http://127.0.0.1:4318/?key=s3cret",
        "http://127.0.0.1:4318/#s3cret",
      })
  void anAddressThatCanNotWorkIsRefusedAndNotRepeated(String endpoint) {
    assertThatThrownBy(() -> Settings.of(Options.on(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracing.endpoint")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aRatioBeyondItsRangeIsRefused(double ratio) {
    assertThatThrownBy(() -> Settings.of(Options.on(LOCAL).sampling(ratio)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracing.sample_ratio");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3cret", "=s3cret", "a b=s3cret", "host=s3cret", "x=s3cret\r\ny: z", "x=s3crét"})
  void headersThatCanNotBeSentAreRefusedAndNotRepeated(String entry) {
    assertThatThrownBy(() -> Settings.of(Options.on(LOCAL).headers(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracing.headers")
        .hasMessageNotContaining("s3cr");
  }

  @Test
  void secretsAreNotShown() {
    Settings settings = Settings.of(Options.on(LOCAL).headers("X-Key=a=s3cret"));
    assertThat(settings.headers()).containsEntry("x-key", "a=s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret");
  }
}
