package org.ashlar.room.resolution;

import java.util.Map;
import java.util.function.BiConsumer;
import org.ashlar.base.id.EventId;
import org.ashlar.event.StateKey;
import org.jspecify.annotations.Nullable;

/// The unconflicted state: the entries in which all branches agree.
public interface CommonState {
  /// An entry.
  ///
  /// @param key the place
  /// @return the event, null when there is none or the branches differ there
  @Nullable EventId get(StateKey key);

  /// Visits all entries. Costs as much as the room is large; a resolver asks for it only when an
  /// auth chain can not be decided otherwise.
  ///
  /// @param visitor called once for each entry
  void forEach(BiConsumer<StateKey, EventId> visitor);

  /// A common state held in a map.
  ///
  /// @param entries the entries
  /// @return a view of a copy
  static CommonState of(Map<StateKey, EventId> entries) {
    Map<StateKey, EventId> copy = Map.copyOf(entries);
    return new CommonState() {
      @Override
      public @Nullable EventId get(StateKey key) {
        return copy.get(key);
      }

      @Override
      public void forEach(BiConsumer<StateKey, EventId> visitor) {
        copy.forEach(visitor);
      }
    };
  }
}
