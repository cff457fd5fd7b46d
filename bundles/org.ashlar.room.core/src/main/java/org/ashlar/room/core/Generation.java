package org.ashlar.room.core;

/// The life of a lane's head between two reads from the store. Once an append of it fails, all that
/// was built on it fails too, and the lane reads its head anew.
final class Generation {
  private volatile boolean broken;

  boolean isBroken() {
    return broken;
  }

  void breakOff() {
    broken = true;
  }
}
