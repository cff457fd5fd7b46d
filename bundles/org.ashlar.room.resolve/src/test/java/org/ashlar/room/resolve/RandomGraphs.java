package org.ashlar.room.resolve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;

/// Random rooms with forks and what they resolve to here, for the resolvers of others. Nothing
/// counts as rejected, since others may treat rejected events in a way of their own.
public final class RandomGraphs {
  private RandomGraphs() {}

  /// Writes rooms into a file, one JSON object in each line.
  ///
  /// @param file the file
  /// @param versions the room versions
  /// @param rooms how many rooms of each
  /// @param forks how many forks in each room
  public static void write(Path file, List<String> versions, int rooms, int forks)
      throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      for (String version : versions) {
        for (long seed = 0; seed < rooms; seed++) {
          out.write(Json.text(room(new RandomRoom(version, seed, 20 + (int) seed % 25), forks)));
          out.newLine();
        }
      }
    }
  }

  private static JsonObject room(RandomRoom room, int count) {
    List<JsonObject> events = new ArrayList<>();
    for (Event event : room.pool.values()) {
      events.add(
          JsonObject.builder().put("id", event.id().value()).put("pdu", event.pdu()).build());
    }
    List<JsonObject> forks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Map<StateKey, EventId>> states = room.states();
      Map<StateKey, EventId> resolved =
          Requests.resolve(room.room, states, Requests.source(room.pool, Set.of()));
      forks.add(
          JsonObject.builder()
              .put("states", new JsonArray(states.stream().map(RandomGraphs::state).toList()))
              .put("resolved", state(resolved))
              .build());
    }
    return JsonObject.builder()
        .put("version", room.room.version().id())
        .put("room", room.room.id().value())
        .put("events", new JsonArray(List.copyOf(events)))
        .put("forks", new JsonArray(List.copyOf(forks)))
        .build();
  }

  private static JsonValue state(Map<StateKey, EventId> state) {
    List<JsonArray> entries = new ArrayList<>();
    state.forEach(
        (key, id) -> entries.add(JsonArray.ofStrings(List.of(key.type(), key.key(), id.value()))));
    return new JsonArray(List.copyOf(entries));
  }
}
