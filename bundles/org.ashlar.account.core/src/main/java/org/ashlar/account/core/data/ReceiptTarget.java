package org.ashlar.account.core.data;

import java.util.Collection;
import java.util.List;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.Receipt;
import org.ashlar.account.WrittenReceipts;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The stream of receipts.
///
/// @param store where they are kept
public record ReceiptTarget(Gate<IdentityStore> store)
    implements StreamWriter.Target<ReceiptTarget.Key, Receipt> {
  /// What makes receipts replace each other.
  ///
  /// @param room the room
  /// @param type its type
  /// @param user the user
  /// @param thread the thread, or null
  public record Key(RoomId room, String type, UserId user, @Nullable String thread) {}

  @Override
  public Stream stream() {
    return Stream.RECEIPTS;
  }

  @Override
  public Key key(Receipt receipt) {
    return new Key(receipt.room(), receipt.type(), receipt.user(), receipt.thread());
  }

  /// A receipt changes its user's counts; a private one is nobody else's concern.
  @Override
  public Collection<String> keys(Receipt receipt) {
    String user = "user:" + receipt.user().value();
    return receipt.type().equals(Receipt.READ_PRIVATE)
        ? List.of(user)
        : List.of("room:" + receipt.room().value(), user);
  }

  @Override
  public Collection<String> keysBetween(Position after, Position upTo) {
    return store.call(s -> s.allReceipts(after, upTo)).stream()
        .flatMap(receipt -> keys(receipt).stream())
        .distinct()
        .toList();
  }

  @Override
  public Position position() {
    return store.call(IdentityStore::receiptPosition);
  }

  @Override
  public Receipt latest(Receipt earlier, Receipt later) {
    return later.replaces(earlier) ? later : earlier;
  }

  @Override
  public StreamWriter.Written<Receipt> write(List<Receipt> receipts) {
    WrittenReceipts written = store.call(s -> s.writeReceipts(receipts));
    return new StreamWriter.Written<>(written.last(), written.stored());
  }
}
