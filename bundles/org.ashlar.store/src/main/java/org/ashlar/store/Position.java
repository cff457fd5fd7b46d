package org.ashlar.store;

/// A place in one stream: which writer, and its number there. Numbers of a writer only grow.
///
/// @param writer the writer's number, 1 or more
/// @param number its position, 0 before its first entry
public record Position(int writer, long number) implements Comparable<Position> {
  /// The position before everything of the first writer.
  public static final Position START = new Position(1, 0);

  @Override
  public int compareTo(Position other) {
    return writer == other.writer
        ? Long.compare(number, other.number)
        : Integer.compare(writer, other.writer);
  }
}
