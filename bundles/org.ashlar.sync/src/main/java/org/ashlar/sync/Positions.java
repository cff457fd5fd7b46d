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
  static SyncToken now(Sources sources, @Nullable SyncToken since) {
    SyncToken known = sources.hub().call(hub -> read(hub, since));
    if (known.events().number() > 0) {
      return known;
    }
    Position events = sources.store().call(store -> store.eventPosition());
    return new SyncToken(
        events, known.accountData(), known.receipts(), known.typingEpoch(), known.typingSerial());
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
