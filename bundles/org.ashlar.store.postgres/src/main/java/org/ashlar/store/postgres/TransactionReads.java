package org.ashlar.store.postgres;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Transaction;
import org.jspecify.annotations.Nullable;

/// Reads of transactions, and their end after a day. Any thread.
final class TransactionReads {
  private static final Duration LIFE = Duration.ofHours(24);
  private static final int CHUNK = 5_000;

  private final Pool pool;
  private final Clock clock;

  TransactionReads(Pool pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
  }

  long[] hashes(UserId user, String device) {
    long deviceHash = TransactionRows.deviceHash(user.value(), device);
    String stored = StoredText.encode(device);
    List<Long> hashes =
        pool.run(
            TransactionMapper.class, mapper -> mapper.hashes(deviceHash, user.value(), stored));
    return hashes.stream().mapToLong(Long::longValue).toArray();
  }

  Optional<EventId> event(Transaction transaction) {
    TransactionMapper.Key key =
        new TransactionMapper.Key(
            TransactionRows.deviceHash(transaction.user().value(), transaction.device()),
            transaction.hash(),
            transaction.user().value(),
            StoredText.encode(transaction.device()),
            StoredText.encode(transaction.scope()),
            StoredText.encode(transaction.transactionId()));
    String id =
        pool.<TransactionMapper, @Nullable String>run(
            TransactionMapper.class, mapper -> mapper.event(key));
    return Optional.ofNullable(id).map(EventId::new);
  }

  Map<Long, String> ids(UserId user, String device, Collection<Long> nids) {
    if (nids.isEmpty()) {
      return Map.of();
    }
    String stored = StoredText.encode(device);
    long[] numbers = RoomReads.numbers(nids);
    return pool
        .run(TransactionMapper.class, mapper -> mapper.sent(user.value(), stored, numbers))
        .stream()
        .collect(
            Collectors.toMap(
                TransactionMapper.Sent::event, sent -> StoredText.decode(sent.transactionId())));
  }

  /// Deletes what is older than a day, a chunk at a time.
  void sweep() {
    long before = clock.millis() - LIFE.toMillis();
    int swept;
    do {
      swept = pool.run(TransactionMapper.class, mapper -> mapper.sweep(before, CHUNK));
    } while (swept == CHUNK && !Thread.currentThread().isInterrupted());
  }
}
