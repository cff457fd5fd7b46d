package org.ashlar.account.core.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;
import org.ashlar.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes to one stream and announces what it wrote, in the order of the positions. Writes that
/// come while one is under way share the next commit. Any thread; a thread that writes waits for
/// the commit, or makes it.
///
/// What others wrote in between (another version during a swap) is read from the store and
/// announced too, so that no reader passes a position whose key was never named.
///
/// @param <K> what makes writes replace each other
/// @param <W> a write
public final class StreamWriter<K, W> {
  private static final int MAX_BATCH = 256;

  private final Target<K, W> target;
  private final Announcer announcer;
  private final Queue<Pending<W>> queue = new ArrayDeque<>();
  private final ReentrantLock writing = new ReentrantLock();
  private @Nullable Position announced;

  /// @param target where writes go
  /// @param announcer who tells the readers
  public StreamWriter(Target<K, W> target, Announcer announcer) {
    this.target = target;
    this.announcer = announcer;
  }

  /// Writes; durable and announced when it returns, unless it counts for nothing beside what is
  /// there.
  ///
  /// @param write what to write
  /// @throws StoreException when the store failed
  public void write(W write) {
    Pending<W> mine = new Pending<>(write);
    synchronized (queue) {
      queue.add(mine);
    }
    writing.lock();
    try {
      while (!mine.done) {
        commit(next());
      }
    } finally {
      writing.unlock();
    }
    if (mine.fault != null) {
      throw mine.fault;
    }
  }

  /// Writes what depends on what is there, in a commit of its own; announced when it returns.
  ///
  /// @param keys whom it concerns
  /// @param change stores at most one thing and gives its position, empty when it stored nothing
  public void change(Collection<String> keys, Supplier<Optional<Position>> change) {
    writing.lock();
    try {
      Position before = reached();
      change.get().ifPresent(last -> announce(before, last, 1, keys));
    } finally {
      writing.unlock();
    }
  }

  /// Tells where the stream stands, without a change.
  ///
  /// @param listener who is told
  public void announceStart(BiConsumer<Stream, Position> listener) {
    writing.lock();
    try {
      listener.accept(target.stream(), reached());
    } finally {
      writing.unlock();
    }
  }

  private List<Pending<W>> next() {
    synchronized (queue) {
      List<Pending<W>> batch = new ArrayList<>(Math.min(queue.size(), MAX_BATCH));
      while (batch.size() < MAX_BATCH && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      return batch;
    }
  }

  private void commit(List<Pending<W>> batch) {
    try {
      store(batch);
      batch.forEach(pending -> pending.done = true);
    } catch (StoreException e) {
      if (batch.size() == 1 || e.isRetryable()) {
        batch.forEach(pending -> pending.fail(e));
      } else {
        batch.forEach(pending -> commit(List.of(pending)));
      }
    } finally {
      batch.stream().filter(p -> !p.done).forEach(p -> p.fail(unfinished()));
    }
  }

  private void store(List<Pending<W>> batch) {
    Map<K, W> writes = new LinkedHashMap<>();
    for (Pending<W> pending : batch) {
      writes.merge(target.key(pending.write), pending.write, target::latest);
    }
    List<W> distinct = List.copyOf(writes.values());
    Position before = reached();
    Written<W> written = target.write(distinct);
    if (written.last.equals(before)) {
      return;
    }
    List<String> keys = new ArrayList<>();
    written.stored.forEach(write -> keys.addAll(target.keys(write)));
    announce(before, written.last, written.stored.size(), keys);
  }

  private Position reached() {
    return announced == null ? target.position() : announced;
  }

  private void announce(Position before, Position last, int count, Collection<String> own) {
    Position first = new Position(last.writer(), last.number() - count);
    List<String> keys = new ArrayList<>();
    if (before.writer() != first.writer() || before.number() < first.number()) {
      keys.addAll(target.keysBetween(before, first));
    }
    keys.addAll(own);
    announcer.changed(target.stream(), last, keys);
    announced = last;
  }

  private static StoreException unfinished() {
    return new StoreException("The write was given up; try again.", true);
  }

  /// Where writes of a stream go.
  ///
  /// @param <K> what makes writes replace each other
  /// @param <W> a write
  public interface Target<K, W> {
    /// The stream.
    ///
    /// @return which one
    Stream stream();

    /// What makes writes replace each other.
    ///
    /// @param write a write
    /// @return equal for writes of which only one counts
    K key(W write);

    /// Which of two writes with the same key counts.
    ///
    /// @param earlier the one that came first
    /// @param later the other
    /// @return one of them
    W latest(W earlier, W later);

    /// Whom a write concerns.
    ///
    /// @param write a write
    /// @return keys of the stream hub
    Collection<String> keys(W write);

    /// Whom the changes of others concern.
    ///
    /// @param after the position before the first
    /// @param upTo the last position
    /// @return keys of the stream hub
    Collection<String> keysBetween(Position after, Position upTo);

    /// Where the stream stands in the store.
    ///
    /// @return its last position
    Position position();

    /// Stores writes in one commit.
    ///
    /// @param writes 1 to 256 writes with different keys
    /// @return which were stored; they have directly following positions, in their order
    Written<W> write(List<W> writes);
  }

  /// What became of writes.
  ///
  /// @param last how far the stream has come with them
  /// @param stored those that were stored
  /// @param <W> a write
  public record Written<W>(Position last, List<W> stored) {}

  /// Who tells the readers of streams. Losing a wake-up loses no data.
  public interface Announcer {
    /// Says what changed.
    ///
    /// @param stream the stream
    /// @param position its position now
    /// @param keys whom the changes concern
    void changed(Stream stream, Position position, Collection<String> keys);
  }

  private static final class Pending<W> {
    private final W write;
    private boolean done;
    private @Nullable RuntimeException fault;

    Pending(W write) {
      this.write = write;
    }

    void fail(RuntimeException why) {
      fault = why;
      done = true;
    }
  }
}
