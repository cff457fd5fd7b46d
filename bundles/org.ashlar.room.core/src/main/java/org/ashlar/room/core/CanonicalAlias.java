package org.ashlar.room.core;

import java.util.LinkedHashSet;
import java.util.Set;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.StateKey;

/// The aliases by which a room calls itself.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#mroomcanonical_alias
///   m.room.canonical_alias
final class CanonicalAlias {
  static final StateKey KEY = new StateKey("m.room.canonical_alias", "");

  private static final String ALIAS = "alias";
  private static final String ALT_ALIASES = "alt_aliases";

  private CanonicalAlias() {}

  /// The aliases that some content names.
  ///
  /// @param content well-formed content
  /// @throws MatrixException 400 `M_INVALID_PARAM` when one is no alias
  static Set<RoomAlias> named(JsonObject content) {
    Set<RoomAlias> aliases = new LinkedHashSet<>();
    for (String text : texts(content)) {
      aliases.add(
          RoomAlias.parse(text)
              .orElseThrow(() -> MatrixException.invalidParam(text + " is no room alias.")));
    }
    return aliases;
  }

  /// Whether some content, however it is formed, names an alias.
  static boolean names(JsonObject content, RoomAlias alias) {
    return texts(content).contains(alias.value());
  }

  /// Demands that aliases lead to a room.
  ///
  /// @throws MatrixException 400 `M_BAD_ALIAS`
  static void requireLeadTo(RoomId room, Set<RoomAlias> aliases, Aliases directory) {
    for (RoomAlias alias : aliases) {
      if (directory.resolve(alias).filter(room::equals).isEmpty()) {
        throw new MatrixException(
            ErrorCode.BAD_ALIAS, 400, "The alias " + alias + " does not lead to this room.");
      }
    }
  }

  /// Content with some aliases only, or without them.
  ///
  /// @param kept whether the given aliases are kept; else they are left out
  static JsonObject with(JsonObject content, Set<String> aliases, boolean kept) {
    JsonObject.Builder result = JsonObject.builder();
    content
        .string(ALIAS)
        .filter(alias -> aliases.contains(alias) == kept)
        .ifPresent(alias -> result.put(ALIAS, alias));
    Set<String> alternatives =
        new LinkedHashSet<>(content.array(ALT_ALIASES).orElse(JsonArray.EMPTY).strings());
    alternatives.removeIf(alias -> aliases.contains(alias) != kept);
    if (!alternatives.isEmpty()) {
      result.put(ALT_ALIASES, JsonArray.ofStrings(alternatives));
    }
    return result.build();
  }

  private static Set<String> texts(JsonObject content) {
    Set<String> texts = new LinkedHashSet<>();
    content.string(ALIAS).filter(alias -> !alias.isEmpty()).ifPresent(texts::add);
    texts.addAll(content.array(ALT_ALIASES).orElse(JsonArray.EMPTY).strings());
    return texts;
  }
}
