package org.ashlar.room.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthVerdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Verdicts of the reference implementation on random events in random rooms: see
/// `src/test/vectors/README.md`.
class ReferenceVerdictsTest {
  private static final JsonObject COMMON =
      SampleRoom.object(
          "{'auth_events':[],'depth':1,'hashes':{'sha256':'x'},'origin_server_ts':1,'signatures':{}}");

  private final VersionedAuthRules rules = new VersionedAuthRules("test");

  static List<String> versions() {
    return List.copyOf(RoomVersion.all().keySet());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void theReferenceJudgesTheSame(String version) throws IOException {
    int allowed = 0;
    int rejected = 0;
    for (String line : lines()) {
      JsonObject row = (JsonObject) Json.parse(line);
      if (row.string("version").orElseThrow().equals(version)) {
        boolean expected = row.bool("allowed").orElseThrow();
        AuthVerdict verdict = judge(row, RoomVersion.find(version).orElseThrow());
        assertThat(verdict.isAllowed()).as("%s%n%s", verdict, line).isEqualTo(expected);
        allowed += expected ? 1 : 0;
        rejected += expected ? 0 : 1;
      }
    }
    assertThat(allowed).isEqualTo(50);
    assertThat(rejected).isEqualTo(50);
  }

  private AuthVerdict judge(JsonObject row, RoomVersion version) {
    Map<StateKey, Event> state = new HashMap<>();
    for (JsonObject pdu : row.array("state").orElseThrow().objects()) {
      Event event = event(pdu, version);
      state.put(event.key(), event);
    }
    return rules.check(event(row.object("event").orElseThrow(), version), state::get);
  }

  private static Event event(JsonObject body, RoomVersion version) {
    return Event.receive(body.toBuilder().putAll(COMMON).build(), version);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ReferenceVerdictsTest.class.getResourceAsStream("verdicts.jsonl")),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
