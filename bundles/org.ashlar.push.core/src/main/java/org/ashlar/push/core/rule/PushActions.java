package org.ashlar.push.core.rule;

import java.util.List;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonBoolean;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;

/// What shall be done about an event.
///
/// @param notifies whether its reader is notified
/// @param highlights whether the notification is highlighted
/// @param all the actions as they are written, historical ones left out
/// @spec https://spec.matrix.org/v1.19/client-server-api/#actions Actions
public record PushActions(boolean notifies, boolean highlights, List<JsonValue> all) {
  /// Nothing: no rule matched, or one that says so.
  public static final PushActions NONE = new PushActions(false, false, List.of());

  private static final JsonString NOTIFY = new JsonString("notify");
  private static final List<JsonValue> HISTORICAL =
      List.of(new JsonString("dont_notify"), new JsonString("coalesce"));

  /// Copies the list.
  public PushActions {
    all = List.copyOf(all);
  }

  static PushActions of(JsonArray actions) {
    List<JsonValue> all =
        actions.values().stream().filter(action -> !HISTORICAL.contains(action)).toList();
    boolean notify = all.contains(NOTIFY);
    boolean highlight = all.stream().anyMatch(PushActions::isHighlight);
    return new PushActions(notify, notify && highlight, all);
  }

  /// A tweak without value is set.
  private static boolean isHighlight(JsonValue action) {
    return action instanceof JsonObject tweak
        && tweak.string("set_tweak").filter("highlight"::equals).isPresent()
        && (!tweak.has("value") || tweak.get("value") == JsonBoolean.TRUE);
  }
}
