package org.ashlar.account;

import java.util.List;
import org.ashlar.store.Position;

/// What became of receipts that were to be stored.
///
/// @param last how far the stream of receipts has come with them
/// @param stored those that were stored, in their order and as they were given; the last one has
///   the position `last`, the ones before it the positions directly below
public record WrittenReceipts(Position last, List<Receipt> stored) {
  /// Keeps a copy of the list.
  public WrittenReceipts {
    stored = List.copyOf(stored);
  }
}
