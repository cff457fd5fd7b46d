package org.ashlar.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.ashlar.database.pool.Credentials;
import org.ashlar.database.pool.PoolSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseSettingsTest {

  @ParameterizedTest
  @CsvSource({"12, 40", "15, 40", "16, 42", "50, 110"})
  void letsOurOwnServerHaveRoomForTwoPools(int size, int sessions) {
    assertThat(settings("", size).sessions()).isEqualTo(sessions);
    assertThat(settings("", size).poolWithin(sessions).size()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({"100, 12", "30, 10", "12, 1", "5, 1"})
  void fitsThePoolTwiceIntoWhatAServerAllows(int allowed, int size) {
    assertThat(settings("jdbc:postgresql://h/d", 12).poolWithin(allowed).size()).isEqualTo(size);
  }

  @Test
  void hidesWhatIsSecretInAUrl() {
    assertThat(settings("jdbc:postgresql://h/d?password=x", 1).name())
        .isEqualTo("jdbc:postgresql://h/d");
  }

  @Test
  void knowsWhatCanChangeWhileItRuns() {
    assertThat(settings("", 5).needsRestartFor(settings("", 9))).isFalse();
    assertThat(settings("", 5).needsRestartFor(settings("jdbc:postgresql://h/d", 5))).isTrue();
  }

  private static DatabaseSettings settings(String url, int size) {
    return new DatabaseSettings(
        url,
        new Credentials("ashlar", ""),
        new PoolSettings(size, Duration.ofSeconds(10), Duration.ofSeconds(60)),
        List.of());
  }
}
