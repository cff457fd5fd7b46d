package org.ashlar.http.jetty;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.ashlar.base.http.Waiters;
import org.jspecify.annotations.Nullable;

/// Who waits for what. A wake-up costs what its own waiters cost, however many others wait.
///
/// A wake-up that comes while an endpoint still works is not lost: each one has a serial number,
/// and the last one of each key is noted in a table of fixed size that many keys share. Who
/// registers shows the number that held when the endpoint was entered; a newer one at one of the
/// keys lets the request go on at once. Two keys at one place can only make a request look again
/// without need. Any thread.
final class WaitBook implements Waiters {
  static final @Nullable Entry[] NO_ENTRIES = new Entry[0];

  private static final int RECENT = 1 << 16;
  private static final int DIRECT = 4;

  private final Executor executor;
  private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();
  private final AtomicLongArray recent = new AtomicLongArray(RECENT);
  private final AtomicLong serial = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param executor carries wake-ups of many
  WaitBook(Executor executor) {
    this.executor = executor;
  }

  /// The number of the last wake-up, to be read before an endpoint is entered.
  long serial() {
    return serial.get();
  }

  /// Requests that wait now.
  int waiting() {
    return waiting.get();
  }

  @Override
  public void wake(Collection<String> keys) {
    List<Suspension> woken = new ArrayList<>();
    for (String key : keys) {
      // First the note, then the line: who is not in the line yet sees the note.
      note(key);
      Line line = lines.remove(key);
      if (line != null) {
        line.close(woken);
      }
    }
    if (woken.size() <= DIRECT) {
      woken.forEach(Suspension::fire);
    } else {
      executor.execute(() -> woken.forEach(Suspension::fire));
    }
  }

  /// Registers a suspension that is being armed.
  ///
  /// @param suspension who waits
  /// @param keys what for
  /// @param since the number before the endpoint was entered
  /// @return false when one of the keys has been woken since then
  boolean register(Suspension suspension, Set<String> keys, long since) {
    Entry[] entries = new Entry[keys.size()];
    int count = 0;
    for (String key : keys) {
      entries[count++] = enter(key, suspension);
    }
    suspension.entries = entries;
    waiting.incrementAndGet();
    for (String key : keys) {
      if (recent.get(place(key)) > since) {
        return false;
      }
    }
    return true;
  }

  /// Forgets one that has gone on.
  void unregister(Suspension suspension) {
    @Nullable Entry[] entries = suspension.entries;
    if (entries.length == 0) {
      return;
    }
    suspension.entries = NO_ENTRIES;
    waiting.decrementAndGet();
    for (Entry entry : entries) {
      if (entry != null && entry.line.leave(entry)) {
        lines.computeIfPresent(
            entry.line.key, (key, line) -> line == entry.line && line.closeIfEmpty() ? null : line);
      }
    }
  }

  private Entry enter(String key, Suspension suspension) {
    while (true) {
      Line line = lines.computeIfAbsent(key, Line::new);
      Entry entry = line.enter(suspension);
      if (entry != null) {
        return entry;
      }
      lines.remove(key, line);
    }
  }

  private void note(String key) {
    long number = serial.incrementAndGet();
    recent.accumulateAndGet(place(key), number, Math::max);
  }

  private static int place(String key) {
    int hash = key.hashCode();
    return (hash ^ hash >>> 16) & RECENT - 1;
  }

  /// All who wait for one key: a ring of entries around the line itself.
  private static final class Line {
    private final String key;
    private @Nullable Entry first;
    private boolean closed;

    Line(String key) {
      this.key = key;
    }

    /// @return null when the line has been closed
    synchronized @Nullable Entry enter(Suspension suspension) {
      if (closed) {
        return null;
      }
      Entry entry = new Entry(this, suspension);
      entry.next = first;
      if (first != null) {
        first.previous = entry;
      }
      first = entry;
      return entry;
    }

    /// @return true when nobody is left
    synchronized boolean leave(Entry entry) {
      if (closed) {
        return false;
      }
      if (entry.previous == null) {
        first = entry.next;
      } else {
        entry.previous.next = entry.next;
      }
      if (entry.next != null) {
        entry.next.previous = entry.previous;
      }
      return first == null;
    }

    synchronized boolean closeIfEmpty() {
      closed = closed || first == null;
      return closed;
    }

    synchronized void close(Collection<Suspension> all) {
      closed = true;
      for (Entry entry = first; entry != null; entry = entry.next) {
        all.add(entry.suspension);
      }
      first = null;
    }
  }

  /// One suspension in one line.
  static final class Entry {
    private final Line line;
    private final Suspension suspension;
    private @Nullable Entry previous;
    private @Nullable Entry next;

    Entry(Line line, Suspension suspension) {
      this.line = line;
      this.suspension = suspension;
    }
  }
}
