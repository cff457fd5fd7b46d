package org.ashlar.sync;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.StoredEvent;

/// A filter read as slowly as the specification says it.
record NaiveFilter(JsonObject json) {
  static NaiveFilter of(String text) {
    return new NaiveFilter(text.isEmpty() ? JsonObject.EMPTY : Json.parseObject(text.getBytes()));
  }

  private JsonObject room() {
    return json.object("room").orElse(JsonObject.EMPTY);
  }

  Part part(String name) {
    return new Part(room().object(name).orElse(JsonObject.EMPTY));
  }

  Part accountData() {
    return new Part(json.object("account_data").orElse(JsonObject.EMPTY));
  }

  boolean wantsRoom(String id) {
    return Part.wants(room(), "rooms", "not_rooms", id, false);
  }

  boolean includeLeave() {
    return room().bool("include_leave").orElse(false);
  }

  /// The filter of one kind of events.
  record Part(JsonObject json) {
    int limit() {
      return (int) json.integer("limit").orElse(10);
    }

    boolean lazy() {
      return json.bool("lazy_load_members").orElse(false);
    }

    boolean redundant() {
      return json.bool("include_redundant_members").orElse(false);
    }

    boolean isOpen() {
      return Stream.of("types", "not_types", "senders", "not_senders", "rooms", "not_rooms")
              .noneMatch(json::has)
          && !json.has("contains_url");
    }

    boolean wantsRoom(String id) {
      return wants(json, "rooms", "not_rooms", id, false);
    }

    boolean wantsType(String type) {
      return wants(json, "types", "not_types", type, true);
    }

    boolean wants(String room, StoredEvent event) {
      boolean url = event.event().content().has("url");
      return wantsRoom(room)
          && wantsType(event.event().type())
          && wants(json, "senders", "not_senders", event.event().sender().value(), false)
          && json.bool("contains_url").map(wanted -> wanted == url).orElse(true);
    }

    static boolean wants(JsonObject json, String yes, String no, String text, boolean glob) {
      return json.array(yes).map(list -> matches(list, text, glob)).orElse(true)
          && !json.array(no).map(list -> matches(list, text, glob)).orElse(false);
    }

    private static boolean matches(JsonArray patterns, String text, boolean glob) {
      return patterns.strings().stream()
          .anyMatch(pattern -> glob ? regex(pattern).matches(text) : pattern.equals(text));
    }

    private static Regex regex(String glob) {
      return new Regex(
          List.of(glob.split("\\*", -1)).stream()
              .map(Pattern::quote)
              .collect(Collectors.joining(".*")));
    }

    private record Regex(String text) {
      boolean matches(String value) {
        return Pattern.matches(text, value);
      }
    }
  }
}
