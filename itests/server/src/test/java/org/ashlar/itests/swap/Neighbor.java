package org.ashlar.itests.swap;

/// One who uses a part of the server again and again while it is swapped.
interface Neighbor {
  /// One round of use. One thread.
  ///
  /// @param number counts the rounds from 0
  void use(int number);

  /// Whether all that was acknowledged is there, once; after the last round.
  void check();
}
