package org.ashlar.room.core;

import java.util.HashSet;
import java.util.Set;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.EventStore;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// Knows which transactions may have been sent already, so that a new one costs no query. For each
/// device in use it holds the hashes of its transactions of the last 24 hours, read once.
final class SentTransactions {
  private static final int DEVICES = 20_000;
  private static final int MAX_HASHES = 200_000;

  private final Gate<EventStore> store;
  private final BoundedCache<DeviceKey, Hashes> devices =
      new BoundedCache<>("sent_transactions", DEVICES);

  SentTransactions(Gate<EventStore> store) {
    this.store = store;
  }

  /// What is known about a transaction.
  sealed interface Seen {
    /// It has not been made; it counts as being made from now on.
    record New() implements Seen {}

    /// It is on its way to the store.
    record Pending(PendingAppend append) implements Seen {}

    /// It made an event.
    record Done(EventId event) implements Seen {}
  }

  /// Looks a transaction up and remembers it. Called with the lane of its room held, after its head
  /// was asked for.
  Seen begin(Lane.Ticket ticket, Transaction transaction) {
    PendingAppend pending = ticket.pending(transaction);
    if (pending != null) {
      return new Seen.Pending(pending);
    }
    DeviceKey device = new DeviceKey(transaction.user(), transaction.device());
    if (devices.computeIfAbsent(device, Hashes::new).add(transaction.hash())) {
      return new Seen.New();
    }
    return store
        .call(service -> service.transaction(transaction))
        .<Seen>map(Seen.Done::new)
        .orElseGet(Seen.New::new);
  }

  private record DeviceKey(UserId user, String device) {}

  private final class Hashes {
    private final DeviceKey device;
    private @Nullable Set<Long> known;
    private boolean overflown;

    Hashes(DeviceKey device) {
      this.device = device;
    }

    /// @return true when the hash is certainly new
    synchronized boolean add(long hash) {
      Set<Long> hashes = loaded();
      boolean added = hashes.add(hash);
      if (hashes.size() > MAX_HASHES) {
        overflown = true;
        hashes.clear();
      }
      return added && !overflown;
    }

    private Set<Long> loaded() {
      Set<Long> hashes = known;
      if (hashes == null) {
        hashes = new HashSet<>();
        for (long hash :
            store.call(service -> service.transactionHashes(device.user(), device.device()))) {
          hashes.add(hash);
        }
        known = hashes;
      }
      return hashes;
    }
  }
}
