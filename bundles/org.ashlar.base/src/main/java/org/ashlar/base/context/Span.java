package org.ashlar.base.context;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A piece of the time of a request or task, and the pieces of which it consists: what `bin/ashlar
/// trace` shows. A tree has at most 256 pieces; what is beyond is counted only. What has ended
/// takes no further pieces. Holds text alone, so that nothing of a swapped bundle is kept alive.
/// Any thread.
public final class Span {
  /// The most pieces of one tree.
  public static final int MAX_PIECES = 256;

  private final String name;
  private final long start;
  private final @Nullable AtomicInteger pieces;
  private volatile long nanos = -1;
  private @Nullable Span youngest;
  private @Nullable Span elder;

  private Span(String name, long start, @Nullable AtomicInteger pieces) {
    this.name = name;
    this.start = start;
    this.pieces = pieces;
  }

  static Span root(String name) {
    return new Span(name, System.nanoTime(), new AtomicInteger());
  }

  /// A tree that takes no pieces.
  static Span closed(String name) {
    return new Span(name, System.nanoTime(), null);
  }

  /// Begins a piece of this one.
  ///
  /// @param part what is done; names of things, not of people or rooms
  /// @return the piece, to be ended
  public Span begin(String part) {
    return child(part, System.nanoTime());
  }

  /// Adds a piece that is over.
  ///
  /// @param part what was done
  /// @param since when it began, a value of [System#nanoTime]
  /// @param length how long it took, in nanoseconds
  public void add(String part, long since, long length) {
    child(part, since).nanos = length;
  }

  private Span child(String part, long since) {
    AtomicInteger count = pieces;
    Span child = new Span(part, since, count);
    if (count != null && nanos < 0 && count.incrementAndGet() <= MAX_PIECES) {
      synchronized (this) {
        child.elder = youngest;
        youngest = child;
      }
    }
    return child;
  }

  /// Ends the piece. Repeating that changes nothing.
  public void end() {
    if (nanos < 0) {
      nanos = System.nanoTime() - start;
    }
  }

  /// What is done.
  ///
  /// @return a few words or the name of an api
  public String name() {
    return name;
  }

  /// When it began.
  ///
  /// @return a value of [System#nanoTime]
  public long start() {
    return start;
  }

  /// How long it took.
  ///
  /// @return nanoseconds, -1 while it has not ended
  public long nanos() {
    return nanos;
  }

  /// The pieces, in the order in which they were added.
  ///
  /// @return a copy
  public synchronized List<Span> pieces() {
    List<Span> found = new ArrayList<>();
    for (Span piece = youngest; piece != null; piece = piece.elder) {
      found.add(piece);
    }
    Collections.reverse(found);
    return found;
  }

  /// How many pieces the tree would have had beyond its bound.
  ///
  /// @return 0 or more
  public int omitted() {
    return pieces == null ? 0 : Math.max(0, pieces.get() - MAX_PIECES);
  }
}
