package org.ashlar.push.core;

import java.util.function.Supplier;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;

/// Keeps what was read of a stream for a user while the hub knows of no change. Any thread.
///
/// @param <K> keys
/// @param <V> what is kept
final class Fresh<K, V> {
  private final Sources sources;
  private final Stream stream;
  private final BoundedCache<K, Kept<V>> kept;

  Fresh(Sources sources, Stream stream, int entries) {
    this.sources = sources;
    this.stream = stream;
    this.kept = new BoundedCache<>(entries);
  }

  private record Kept<V>(Position readAt, V value) {}

  /// What is kept under a key and still current, null when it must be read.
  @Nullable V get(K key, String hubKey) {
    Kept<V> found = kept.get(key);
    return found != null
            && !sources.hub().call(hub -> hub.changedSince(stream, hubKey, found.readAt()))
        ? found.value()
        : null;
  }

  /// What is kept under a key if it is current, else what is read.
  V get(K key, String hubKey, Supplier<V> reader) {
    V current = get(key, hubKey);
    if (current != null) {
      return current;
    }
    Position before = position();
    V read = reader.get();
    put(key, before, read);
    return read;
  }

  /// Where the stream stands: to be asked before reading. Null when the hub does not know.
  @Nullable Position position() {
    return sources.hub().<@Nullable Position>call(this::position);
  }

  /// Keeps what was read after the stream's position was asked.
  void put(K key, @Nullable Position readAt, V value) {
    if (readAt != null) {
      kept.put(key, new Kept<>(readAt, value));
    }
  }

  private @Nullable Position position(StreamHub hub) {
    return hub.position(stream).orElse(null);
  }
}
