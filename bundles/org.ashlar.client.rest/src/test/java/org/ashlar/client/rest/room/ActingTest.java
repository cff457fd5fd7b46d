package org.ashlar.client.rest.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.account.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What users do in rooms shows that they are there.
class ActingTest {
  private final RoomCalls calls = new RoomCalls();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT |/rooms/!room:test/send/m.room.message/1       |{\"body\":\"a\"}",
        "PUT |/rooms/!room:test/state/m.room.topic          |{\"topic\":\"a\"}",
        "PUT |/rooms/!room:test/typing/@alice:test          |{\"typing\":true}",
        "PUT |/rooms/!room:test/redact/$event/1             |{}",
        "POST|/rooms/!room:test/receipt/m.read/$event       |{}",
        "POST|/rooms/!room:test/read_markers                |{\"m.read\":\"$event\"}",
        "POST|/rooms/!room:test/leave                       |{}",
      })
  void whoDoesSomethingWasThere(String method, String path, String body) {
    assertThat(calls.call(method, path, body).status()).isEqualTo(200);

    assertThat(calls.asked.get("acted")).isEqualTo(List.of(RoomCalls.ALICE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/rooms/!room:test/join", "/join/!room:test"})
  void whoJoinsIsShownToTheRoom(String path) {
    assertThat(calls.call("POST", path, "{}").status()).isEqualTo(200);

    assertThat(calls.asked.get("joined")).isEqualTo(List.of(RoomCalls.ALICE));
    assertThat(calls.asked).doesNotContainKey("acted");
  }

  @Test
  void whoOnlyReadsOrIsRefusedDidNothing() {
    calls.call("GET", "/rooms/!room:test/event/$event", "");
    calls.call("PUT", "/rooms/!room:test/send/m.room.message/1", "no json");
    calls.status = Caller.Status.SUSPENDED;
    calls.call("PUT", "/rooms/!room:test/send/m.room.message/1", "{}");

    assertThat(calls.asked).doesNotContainKeys("acted", "joined");
  }
}
