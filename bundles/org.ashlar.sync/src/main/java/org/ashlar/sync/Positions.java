package org.ashlar.sync;

import java.util.function.Supplier;
import org.ashlar.base.error.MatrixException;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.SyncToken;
import org.jspecify.annotations.Nullable;

/// Where the streams stand.
final class Positions {
  private final Sources sources;

  Positions(Sources sources) {
    this.sources = sources;
  }

  /// The token of now. Taken before anything is read: what comes later is left to the next answer.
  /// While nobody says where presence stands, the reader stays where it is.
  SyncToken now(@Nullable SyncToken since) {
    Position presence = since == null ? null : since.presence();
    return new SyncToken(
        at(Stream.EVENTS, () -> sources.store().call(store -> store.eventPosition())),
        at(Stream.ACCOUNT_DATA, () -> sources.userData().call(data -> data.accountDataPosition())),
        at(Stream.RECEIPTS, () -> sources.userData().call(data -> data.receiptPosition())),
        sources.hub().call(hub -> hub.typingEpoch()),
        at(Stream.TYPING, () -> Position.START).number(),
        sources.hub().call(hub -> hub.position(Stream.PRESENCE)).orElse(presence),
        at(
            Stream.COMPLETED_ROOMS,
            () -> sources.store().call(store -> store.completionPosition())));
  }

  /// Refuses what this server can not have given yet.
  ///
  /// @throws MatrixException 400 `M_INVALID_PARAM`
  static void requirePast(SyncToken since, SyncToken now) {
    if (isAfter(since.events(), now.events())
        || isAfter(since.accountData(), now.accountData())
        || isAfter(since.receipts(), now.receipts())
        || isKnownAfter(since.presence(), now.presence())
        || isKnownAfter(since.completed(), now.completed())
        || since.typingEpoch() == now.typingEpoch() && since.typingSerial() > now.typingSerial()) {
      throw MatrixException.invalidParam(
          "The token is from the future of this server; begin again without it.");
    }
  }

  /// A hub that has just been started learns from the store how far a stream is.
  private Position at(Stream stream, Supplier<Position> stored) {
    return sources
        .hub()
        .call(hub -> hub.position(stream))
        .orElseGet(
            () -> {
              Position position = stored.get();
              sources.hub().run(hub -> hub.start(stream, position));
              return position;
            });
  }

  private static boolean isKnownAfter(@Nullable Position since, @Nullable Position now) {
    return since != null
        && now != null
        && since.writer() == now.writer()
        && since.number() > now.number();
  }

  private static boolean isAfter(Position since, Position now) {
    return since.writer() != now.writer() || since.number() > now.number();
  }
}
