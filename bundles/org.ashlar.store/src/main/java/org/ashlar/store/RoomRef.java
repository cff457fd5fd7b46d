package org.ashlar.store;

import org.ashlar.base.id.RoomId;
import org.ashlar.event.RoomVersion;

/// Stands for a room. A new room gets its number by the append that stores it. Any thread.
public final class RoomRef {
  private final RoomId id;
  private final RoomVersion version;
  private volatile long nid;

  /// @param id the room's id
  /// @param version its version
  /// @param nid the store's number, 0 for a room that is not stored
  public RoomRef(RoomId id, RoomVersion version, long nid) {
    this.id = id;
    this.version = version;
    this.nid = nid;
  }

  /// The room's id.
  ///
  /// @return the id
  public RoomId id() {
    return id;
  }

  /// The room's version.
  ///
  /// @return the version
  public RoomVersion version() {
    return version;
  }

  /// The store's permanent number of the room.
  ///
  /// @return a positive number, 0 while it is not stored
  public long nid() {
    return nid;
  }

  /// Gives the room its number; the store's writer does.
  ///
  /// @param number its permanent number
  public void assign(long number) {
    nid = number;
  }

  @Override
  public String toString() {
    return id.value();
  }
}
