package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.ashlar.itests.server.MatrixClient;
import org.jspecify.annotations.Nullable;

/// Says something new as his presence, and looks whether another one sees it in `/sync`.
final class Greeter implements Neighbor {
  private static final String ONLY_PRESENCE =
      """
      {"room":{"rooms":[]},"account_data":{"not_types":["*"]}}\
      """;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);
  private static final int POLL_MILLIS = 2000;

  private final MatrixClient speaker;
  private final MatrixClient watcher;
  private final Witness witness;
  private String since;
  private String last = "";

  /// @param speaker shares a room with the watcher
  Greeter(MatrixClient speaker, MatrixClient watcher, Witness witness) {
    this.speaker = speaker;
    this.watcher = watcher;
    this.witness = witness;
    this.since = watcher.sync("", ONLY_PRESENCE, Duration.ZERO).ok().get("next_batch").asText();
  }

  @Override
  public void use(int number) {
    String greeting = "hello " + number;
    String body = "{\"presence\":\"online\",\"status_msg\":\"" + greeting + "\"}";
    String path = "/presence/" + MatrixClient.encoded(speaker.user()) + "/status";
    if (witness.ask("presence", () -> speaker.call("PUT", path, body)) == null) {
      return;
    }
    last = greeting;
    long end = System.nanoTime() + PATIENCE;
    while (!greeting.equals(seen())) {
      if (System.nanoTime() > end) {
        witness.fault("presence: nobody sees " + greeting);
        return;
      }
    }
  }

  /// What the next answer of `/sync` shows, or null for nothing.
  private @Nullable String seen() {
    JsonNode answer =
        witness.ask(
            "sync of presence",
            POLL_MILLIS,
            () -> watcher.sync(since, ONLY_PRESENCE, Duration.ofMillis(POLL_MILLIS)));
    if (answer == null) {
      return null;
    }
    since = answer.get("next_batch").asText();
    return answer
        .path("presence")
        .path("events")
        .valueStream()
        .filter(event -> event.path("sender").asText().equals(speaker.user()))
        .map(event -> event.path("content").path("status_msg").asText())
        .findFirst()
        .orElse(null);
  }

  @Override
  public void check() {
    String path = "/presence/" + MatrixClient.encoded(speaker.user()) + "/status";
    assertThat(watcher.get(path).path("status_msg").asText()).isEqualTo(last);
  }
}
