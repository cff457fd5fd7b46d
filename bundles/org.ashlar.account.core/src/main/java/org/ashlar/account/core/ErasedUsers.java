package org.ashlar.account.core;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.ashlar.account.IdentityStore;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;

/// Knows who asked to be erased, as every reader of a room asks. Erasure lasts, so that is
/// remembered for good; that somebody did not ask is looked up again after a minute, as another
/// version of this bundle may have been told. Remembers up to 50,000 users. Any thread.
final class ErasedUsers {
  private static final int REMEMBERED = 50_000;
  private static final long FRESH_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final long FOR_GOOD = Long.MAX_VALUE;

  private final Gate<IdentityStore> store;
  private final ServerName server;
  private final InstantSource clock;
  private final BoundedCache<UserId, Long> known = new BoundedCache<>("erased_users", REMEMBERED);

  ErasedUsers(Gate<IdentityStore> store, ServerName server, InstantSource clock) {
    this.store = store;
    this.server = server;
    this.clock = clock;
  }

  /// Those of some users who were erased.
  Set<UserId> among(Collection<UserId> users) {
    Set<UserId> erased = new HashSet<>();
    List<UserId> open = new ArrayList<>();
    long now = clock.millis();
    for (UserId user : new HashSet<>(users)) {
      Long until = known.get(user);
      if (until != null && until == FOR_GOOD) {
        erased.add(user);
      } else if (user.isOn(server) && (until == null || until <= now)) {
        open.add(user);
      }
    }
    if (!open.isEmpty()) {
      Set<UserId> found = store.call(s -> s.erased(open));
      open.forEach(user -> note(user, found.contains(user), now));
      erased.addAll(found);
    }
    return Set.copyOf(erased);
  }

  /// Somebody was erased: true from now on, whoever was just looking it up.
  synchronized void add(UserId user) {
    known.put(user, FOR_GOOD);
  }

  private synchronized void note(UserId user, boolean erased, long now) {
    Long before = known.get(user);
    if (before == null || before != FOR_GOOD) {
      known.put(user, erased ? FOR_GOOD : now + FRESH_MILLIS);
    }
  }
}
