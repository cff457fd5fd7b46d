package org.ashlar.http.jetty;

/// One request's turn to be worked on; guarded by the [Admission].
final class Place {
  /// What became of it.
  enum State {
    /// Not asked for yet, or given back.
    NONE,
    /// In the queue.
    WAITING,
    /// Taken.
    HELD,
    /// Too many came before.
    SHED
  }

  final int units;
  final boolean kept;
  private final Runnable turn;
  State state = State.NONE;
  long since;

  /// @param units how much of the machine its work takes
  /// @param kept whether it has been taken in before, so that it is not shed
  /// @param turn run once when its waiting has ended, one way or the other; short
  Place(int units, boolean kept, Runnable turn) {
    this.units = units;
    this.kept = kept;
    this.turn = turn;
  }

  void call() {
    turn.run();
  }
}
