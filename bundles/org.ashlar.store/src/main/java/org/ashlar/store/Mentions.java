package org.ashlar.store;

import java.util.List;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;

/// Whom an event notifies apart from push rules on its text.
///
/// @param users the user ids of `m.mentions`
/// @param room whether the whole room is mentioned
public record Mentions(List<String> users, boolean room) {
  /// Nobody.
  public static final Mentions NONE = new Mentions(List.of(), false);

  /// Copies the list.
  public Mentions {
    users = List.copyOf(users);
  }

  /// Whom an event's content mentions.
  ///
  /// @param content the content
  /// @return who, [#NONE] when nobody is or it is malformed
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#user-and-room-mentions Mentions
  public static Mentions of(JsonObject content) {
    JsonObject mentions = content.object("m.mentions").orElse(null);
    return mentions == null
        ? NONE
        : new Mentions(
            mentions.array("user_ids").map(JsonArray::strings).orElse(List.of()),
            mentions.bool("room").orElse(false));
  }

  /// Whether nobody is mentioned.
  ///
  /// @return true for [#NONE] and its like
  public boolean isEmpty() {
    return users.isEmpty() && !room;
  }
}
