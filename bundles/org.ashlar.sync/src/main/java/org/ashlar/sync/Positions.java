package org.ashlar.sync;

import java.util.Optional;
import org.ashlar.base.error.MatrixException;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncToken;
import org.jspecify.annotations.Nullable;

/// Where the streams stand.
final class Positions {
  private Positions() {}

  /// The token of now. Taken before anything is read: what comes later is left to the next answer.
  /// A hub that has just been started learns from the store how far the events are.
  static SyncToken now(Sources sources, @Nullable SyncToken since) {
    if (sources.hub().call(hub -> hub.position(Stream.EVENTS)).isEmpty()) {
      Position events = sources.store().call(store -> store.eventPosition());
      sources.hub().run(hub -> hub.start(Stream.EVENTS, events));
    }
    return sources.hub().call(hub -> read(hub, since));
  }

  /// Refuses what this server can not have given yet.
  ///
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  static void requirePast(SyncToken since, SyncToken now) {
    if (isAfter(since.events(), now.events())
        || isAfter(since.accountData(), now.accountData())
        || isAfter(since.receipts(), now.receipts())
        || since.typingEpoch() == now.typingEpoch() && since.typingSerial() > now.typingSerial()) {
      throw MatrixException.invalidParam(
          "The token is from the future of this server; begin again without it.");
    }
  }

  private static SyncToken read(StreamHub hub, @Nullable SyncToken since) {
    return new SyncToken(
        hub.position(Stream.EVENTS).orElse(Position.START),
        position(hub, Stream.ACCOUNT_DATA, since == null ? null : since.accountData()),
        position(hub, Stream.RECEIPTS, since == null ? null : since.receipts()),
        hub.typingEpoch(),
        hub.position(Stream.TYPING).orElse(Position.START).number());
  }

  /// While the owner of a stream has not said where it stands, its reader stays where it is.
  private static Position position(StreamHub hub, Stream stream, @Nullable Position since) {
    Optional<Position> known = hub.position(stream);
    return known.orElse(since == null ? Position.START : since);
  }

  private static boolean isAfter(Position since, Position now) {
    return since.writer() != now.writer() || since.number() > now.number();
  }
}
