package org.ashlar.store;

import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A relation of an event to another one, which need not be known.
///
/// @param target the event related to
/// @param type `rel_type`
/// @param key the aggregation key, or null when there is none
public record Relation(EventId target, String type, @Nullable String key) {
  /// The relation that an event's content tells of.
  ///
  /// @param content the content
  /// @return the relation, null when there is none or it is malformed
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#forming-relationships-between-events
  ///   Relations
  public static @Nullable Relation of(JsonObject content) {
    JsonObject relates = content.object("m.relates_to").orElse(JsonObject.EMPTY);
    EventId target = relates.string("event_id").flatMap(EventId::parse).orElse(null);
    String type = relates.string("rel_type").orElse(null);
    return target == null || type == null
        ? null
        : new Relation(target, type, relates.string("key").orElse(null));
  }
}
