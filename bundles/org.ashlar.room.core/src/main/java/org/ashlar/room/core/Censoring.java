package org.ashlar.room.core;

import java.time.Instant;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Throws away what redactions took, when its time has come.
final class Censoring {
  private static final Logger LOG = LoggerFactory.getLogger(Censoring.class);
  private static final int PART = 1_000;

  private final Gate<RoomUpkeep> upkeep;

  Censoring(Gate<RoomUpkeep> upkeep) {
    this.upkeep = upkeep;
  }

  /// Throws away what was taken before a time, as far as the store is there.
  void before(Instant time) {
    try {
      int censored;
      do {
        censored = upkeep.call(service -> service.censor(time, PART));
      } while (censored == PART);
    } catch (MatrixException | StoreException e) {
      LOG.info("Redacted content goes later: {}", e.getMessage());
    }
  }
}
