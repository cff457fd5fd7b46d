package org.ashlar.account.core.session;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.ashlar.account.StoredSession;
import org.jspecify.annotations.Nullable;

/// Remembers sessions by the hash of their token. What was read from the store before something was
/// dropped is not taken in after it, so a session that ended can not come back. After a minute the
/// store is asked again: another version of this bundle may have ended a session while it was being
/// replaced. Any thread.
final class TokenCache {
  private static final long FRESH_MILLIS = 60_000;

  private final int bound;
  private final InstantSource clock;
  private final LinkedHashMap<String, Entry> sessions = new LinkedHashMap<>(16, 0.75f, true);
  private long drops;

  /// @param bound the most sessions that are remembered
  /// @param clock the time
  TokenCache(int bound, InstantSource clock) {
    this.bound = bound;
    this.clock = clock;
  }

  synchronized @Nullable StoredSession get(byte[] tokenHash) {
    Entry entry = sessions.get(key(tokenHash));
    return entry == null || clock.millis() - entry.readAt() >= FRESH_MILLIS
        ? null
        : entry.session();
  }

  /// Counts drops; to be read before the store is.
  synchronized long drops() {
    return drops;
  }

  /// Takes a session in, unless something was dropped since.
  synchronized void put(byte[] tokenHash, StoredSession session, long dropsBefore) {
    if (drops == dropsBefore) {
      sessions.put(key(tokenHash), new Entry(session, clock.millis()));
      if (sessions.size() > bound) {
        Map.Entry<String, Entry> eldest = sessions.firstEntry();
        if (eldest != null) {
          sessions.remove(eldest.getKey());
        }
      }
    }
  }

  /// Forgets sessions; to be called after they ended in the store.
  synchronized void drop(Predicate<StoredSession> which) {
    drops++;
    sessions.values().removeIf(entry -> which.test(entry.session()));
  }

  private record Entry(StoredSession session, long readAt) {}

  private static String key(byte[] tokenHash) {
    return new String(tokenHash, StandardCharsets.ISO_8859_1);
  }
}
