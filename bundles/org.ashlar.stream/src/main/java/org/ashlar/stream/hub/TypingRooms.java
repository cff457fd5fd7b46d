package org.ashlar.stream.hub;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// Who types where, and until when. A user who goes on typing keeps the timer; it looks at the end
/// when it fires. Any thread.
final class TypingRooms {
  private static final long MAX_MILLIS = 120_000;
  private static final long NANOS = 1_000_000;

  private final Map<RoomId, Map<UserId, Typing>> rooms = new HashMap<>();
  private final LongSupplier nanoTime;
  private final Timer timer;
  private final Listener listener;
  private long timers;

  TypingRooms(LongSupplier nanoTime, Timer timer, Listener listener) {
    this.nanoTime = nanoTime;
    this.timer = timer;
    this.listener = listener;
  }

  /// Starts something after a time.
  interface Timer {
    /// Returns what cancels it.
    Runnable after(Duration delay, Runnable work);
  }

  /// Is told that who types in a room has changed; called in the order of the changes.
  interface Listener {
    void changed(RoomId room);
  }

  synchronized void set(RoomId room, UserId user, long millis) {
    Typing before = typing(room, user);
    if (millis <= 0) {
      if (before != null) {
        before.cancel.run();
        remove(room, user);
      }
      return;
    }
    long held = Math.min(millis, MAX_MILLIS) * NANOS;
    long end = nanoTime.getAsLong() + held;
    if (before != null && end >= before.due) {
      before.end = end;
      return;
    }
    if (before != null) {
      before.cancel.run();
    }
    typing(room).put(user, start(room, user, held));
    if (before == null) {
      listener.changed(room);
    }
  }

  synchronized List<UserId> users(RoomId room) {
    Map<UserId, Typing> users = rooms.get(room);
    return users == null ? List.of() : List.copyOf(users.keySet());
  }

  private Typing start(RoomId room, UserId user, long nanos) {
    long id = ++timers;
    Runnable cancel = timer.after(Duration.ofNanos(nanos), () -> fired(room, user, id));
    return new Typing(id, nanoTime.getAsLong() + nanos, cancel);
  }

  private synchronized void fired(RoomId room, UserId user, long id) {
    Typing typing = typing(room, user);
    if (typing == null || typing.timer != id) {
      return;
    }
    long left = typing.end - nanoTime.getAsLong();
    if (left > 0) {
      typing(room).put(user, start(room, user, left));
    } else {
      remove(room, user);
    }
  }

  private Map<UserId, Typing> typing(RoomId room) {
    return rooms.computeIfAbsent(room, key -> new LinkedHashMap<>());
  }

  private @Nullable Typing typing(RoomId room, UserId user) {
    Map<UserId, Typing> users = rooms.get(room);
    return users == null ? null : users.get(user);
  }

  private void remove(RoomId room, UserId user) {
    Map<UserId, Typing> users = rooms.get(room);
    if (users != null && users.remove(user) != null) {
      if (users.isEmpty()) {
        rooms.remove(room);
      }
      listener.changed(room);
    }
  }

  private static final class Typing {
    private final long timer;
    private final long due;
    private final Runnable cancel;
    private long end;

    Typing(long timer, long due, Runnable cancel) {
      this.timer = timer;
      this.due = due;
      this.end = due;
      this.cancel = cancel;
    }
  }
}
