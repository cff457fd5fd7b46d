package org.ashlar.account.core.session;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.ashlar.account.StoredSession;
import org.jspecify.annotations.Nullable;

/// Remembers sessions by the hash of their token. What was read from the store before something was
/// dropped is not taken in after it, so a session that ended can not come back. Any thread.
final class TokenCache {
  private final int bound;
  private final LinkedHashMap<String, StoredSession> sessions =
      new LinkedHashMap<>(16, 0.75f, true);
  private long drops;

  /// @param bound the most sessions that are remembered
  TokenCache(int bound) {
    this.bound = bound;
  }

  synchronized @Nullable StoredSession get(byte[] tokenHash) {
    return sessions.get(key(tokenHash));
  }

  /// Counts drops; to be read before the store is.
  synchronized long drops() {
    return drops;
  }

  /// Takes a session in, unless something was dropped since.
  synchronized void put(byte[] tokenHash, StoredSession session, long dropsBefore) {
    if (drops == dropsBefore) {
      sessions.put(key(tokenHash), session);
      if (sessions.size() > bound) {
        Map.Entry<String, StoredSession> eldest = sessions.firstEntry();
        if (eldest != null) {
          sessions.remove(eldest.getKey());
        }
      }
    }
  }

  /// Forgets sessions; to be called after they ended in the store.
  synchronized void drop(Predicate<StoredSession> which) {
    drops++;
    sessions.values().removeIf(which);
  }

  private static String key(byte[] tokenHash) {
    return new String(tokenHash, StandardCharsets.ISO_8859_1);
  }
}
