package org.ashlar.store;

import org.ashlar.state.EventRef;
import org.jspecify.annotations.Nullable;

/// The numbers and places that a [MemoryEventStore] gives.
final class MemoryNumbering {
  private long position;
  private long backfill;
  private long place;

  long position() {
    return position;
  }

  /// Where the changes of the append that was numbered last stand.
  long place() {
    return place;
  }

  /// Gives an append its numbers.
  ///
  /// @param rooms how many rooms there are
  /// @param events how many events there are
  void number(Append append, int rooms, int events) {
    if (append.room().nid() == 0) {
      append.room().assign(rooms + 1);
    }
    PartialChange.Replace replaced = append.replaced();
    if (replaced != null) {
      place = ++position;
      replaced.events().stream()
          .filter(Replacement::moved)
          .forEach(event -> event.ref().assign(event.ref().nid(), ++position));
      return;
    }
    place = position + 1;
    long nid = events;
    for (NewEvent event : append.events()) {
      event.ref().assign(event.arrival().wasOutlier() ? event.ref().nid() : ++nid, number(event));
    }
  }

  private long number(NewEvent event) {
    if (!event.isPlaced()) {
      return 0;
    }
    return event.arrival().backfilled() ? - ++backfill : ++position;
  }

  /// Takes the numbers of an append back.
  ///
  /// @param created whether its room is new
  /// @param before the position before it
  void revoke(Append append, boolean created, long before) {
    append
        .events()
        .forEach(
            event -> event.ref().assign(event.arrival().wasOutlier() ? event.ref().nid() : 0, 0));
    append.room().assign(created ? 0 : append.room().nid());
    position = before;
  }

  /// Whether everything that an append builds on has a number.
  static boolean isGrounded(Append append) {
    return append.events().stream().allMatch(event -> event.ref().nid() != 0)
        && append.extremities().stream().allMatch(ref -> ref.nid() != 0)
        && append.redacted().stream().allMatch(redacted -> redacted.target().nid() != 0)
        && append.deltas().stream()
            .map(StateDelta::ref)
            .allMatch(ref -> ref == null || ref.nid() != 0);
  }

  /// What became of an append; an outlier has no place of its own.
  AppendResult.Stored stored(Append append, @Nullable Position completed) {
    if (append.replaced() != null) {
      return new AppendResult.Stored(at(place), at(position), completed);
    }
    return new AppendResult.Stored(
        at(append.events().getFirst().ref()), at(append.events().getLast().ref()));
  }

  private Position at(EventRef event) {
    return at(event.position() == 0 ? position : event.position());
  }

  private static Position at(long number) {
    return new Position(1, number);
  }
}
