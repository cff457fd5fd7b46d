package org.ashlar.state;

/// Stands for an event inside the state of a room. Its number is given by the store's writer inside
/// the commit, so a new event has none until then; a lane can build on it meanwhile. Any thread.
public final class EventRef {
  private volatile long nid;
  private volatile long position;

  private EventRef(long nid) {
    this.nid = nid;
  }

  /// An event that the store does not know yet.
  ///
  /// @return a reference without number
  public static EventRef unstored() {
    return new EventRef(0);
  }

  /// An event of the store.
  ///
  /// @param nid its number, positive
  /// @return the reference
  public static EventRef stored(long nid) {
    return new EventRef(nid);
  }

  /// The store's permanent number of the event.
  ///
  /// @return a positive number, or 0 while it is not stored
  public long nid() {
    return nid;
  }

  /// Where the event came into the stream; known only to who has just stored it.
  ///
  /// @return its position's number, 0 when unknown
  public long position() {
    return position;
  }

  /// Gives the event its number and position; the store's writer does.
  ///
  /// @param number its permanent number
  /// @param streamPosition its position's number, 0 for none
  public void assign(long number, long streamPosition) {
    position = streamPosition;
    nid = number;
  }

  @Override
  public String toString() {
    return "event " + nid;
  }
}
