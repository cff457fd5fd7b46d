package org.ashlar.stream.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// The last position of each key of one stream, in two generations: when the newer one is full, the
/// older one is dropped and the floor raised to where it ended. Below the floor nothing is known.
/// One writer at a time; readers do not wait.
final class ChangeCache {
  private final int generationSize;
  private volatile Generations generations;

  ChangeCache(int generationSize) {
    this.generationSize = generationSize;
    this.generations = new Generations(Position.START, 0, 0);
  }

  /// Forgets everything up to a position.
  void restart(Position position) {
    generations = new Generations(position, position.number(), position.number());
  }

  /// Notes a change; positions only grow.
  void put(String key, long number) {
    Generations now = generations;
    if (now.current.size() >= generationSize) {
      now = now.next(number - 1);
      generations = now;
    }
    now.current.put(key, number);
  }

  boolean changedSince(String key, Position after) {
    Generations now = generations;
    if (after.writer() != now.writer) {
      return true;
    }
    Long number = now.find(key);
    return number == null ? after.number() < now.floor : number > after.number();
  }

  /// The last change of a key, 0 when none is known.
  long last(String key) {
    Long number = generations.find(key);
    return number == null ? 0 : number;
  }

  private static final class Generations {
    private final int writer;
    private final long floor;
    private final long previousEnd;
    private final Map<String, Long> previous;
    private final Map<String, Long> current = new ConcurrentHashMap<>();

    Generations(Position start, long floor, long previousEnd) {
      this(start.writer(), floor, previousEnd, Map.of());
    }

    private Generations(int writer, long floor, long previousEnd, Map<String, Long> previous) {
      this.writer = writer;
      this.floor = floor;
      this.previousEnd = previousEnd;
      this.previous = previous;
    }

    Generations next(long currentEnd) {
      return new Generations(writer, previousEnd, currentEnd, current);
    }

    @Nullable Long find(String key) {
      Long number = current.get(key);
      return number == null ? previous.get(key) : number;
    }
  }
}
