package org.ashlar.directory.core;

import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.room.Requester;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.room.SendEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes aliases that are gone out of the canonical alias event of their room.
///
/// @param views reads it
/// @param rooms sends it
/// @spec https://spec.matrix.org/v1.19/client-server-api/#mroomcanonical_alias Canonical alias
record CanonicalAlias(Gate<RoomViews> views, Gate<Rooms> rooms) {
  private static final Logger LOG = LoggerFactory.getLogger(CanonicalAlias.class);
  private static final String MAIN = "alias";
  private static final String OTHERS = "alt_aliases";

  /// Does nothing where the requester may not see or send the event: the alias is gone anyway.
  void forget(Requester requester, RoomId room, RoomAlias alias) {
    try {
      JsonObject before =
          views.call(v -> v.stateEvent(requester, room, RoomFacts.CANONICAL_ALIAS, false));
      JsonObject after = without(before, alias);
      if (!after.equals(before)) {
        SendEvent event = new SendEvent(room, RoomFacts.CANONICAL_ALIAS.type(), "", after, null);
        rooms.run(r -> r.send(requester, event));
      }
    } catch (MatrixException e) {
      LOG.debug("{} still names {}: {}", room, alias, e.getMessage());
    }
  }

  static JsonObject without(JsonObject content, RoomAlias alias) {
    JsonValue gone = new JsonString(alias.value());
    JsonObject after = gone.equals(content.get(MAIN)) ? content.without(MAIN) : content;
    if (after.get(OTHERS) instanceof JsonArray others) {
      List<JsonValue> left = others.values().stream().filter(other -> !other.equals(gone)).toList();
      if (left.size() < others.size()) {
        return after.with(OTHERS, new JsonArray(left));
      }
    }
    return after;
  }
}
