package org.ashlar.room.core;

import java.util.concurrent.locks.LockSupport;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the hub where the events of the store stand, so that readers may follow them from there
/// on. The store and the hub may come later than the lanes.
record FirstPosition(Gate<EventStore> store, Gate<StreamHub> hub) {
  private static final Logger LOG = LoggerFactory.getLogger(FirstPosition.class);
  private static final long RETRY_NANOS = 20_000_000;

  /// Tells it as soon as that can be; ends when it is interrupted.
  void tell() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Position position = store.call(EventStore::eventPosition);
        hub.run(service -> service.start(Stream.EVENTS, position));
        return;
      } catch (MatrixException | StoreException e) {
        LOG.debug("The position of events can not be told yet: {}", e.getMessage());
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }
}
