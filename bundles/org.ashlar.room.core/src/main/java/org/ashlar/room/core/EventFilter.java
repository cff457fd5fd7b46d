package org.ashlar.room.core;

import java.util.List;
import java.util.regex.Pattern;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.jspecify.annotations.Nullable;

/// A `RoomEventFilter`, as far as it chooses among events of one room.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#filtering Filtering
final class EventFilter {
  private final @Nullable List<Pattern> types;
  private final List<Pattern> notTypes;
  private final @Nullable List<String> senders;
  private final List<String> notSenders;
  private final @Nullable Boolean containsUrl;
  private final boolean lazyMembers;

  EventFilter(JsonObject filter) {
    types = filter.array("types").map(EventFilter::patterns).orElse(null);
    notTypes = filter.array("not_types").map(EventFilter::patterns).orElse(List.of());
    senders = filter.array("senders").map(JsonArray::strings).orElse(null);
    notSenders = filter.array("not_senders").map(JsonArray::strings).orElse(List.of());
    containsUrl = filter.bool("contains_url").orElse(null);
    lazyMembers = filter.bool("lazy_load_members").orElse(false);
  }

  /// Whether the senders' member events are wanted.
  boolean lazyMembers() {
    return lazyMembers;
  }

  boolean accepts(Event event) {
    return (types == null || matches(types, event.type()))
        && !matches(notTypes, event.type())
        && (senders == null || senders.contains(event.sender().value()))
        && !notSenders.contains(event.sender().value())
        && (containsUrl == null || containsUrl == event.content().string("url").isPresent());
  }

  private static boolean matches(List<Pattern> patterns, String type) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(type).matches());
  }

  private static List<Pattern> patterns(JsonArray globs) {
    return globs.strings().stream().map(EventFilter::glob).toList();
  }

  private static Pattern glob(String text) {
    StringBuilder pattern = new StringBuilder();
    for (String literal : text.split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(pattern.toString(), Pattern.DOTALL);
  }
}
