package org.ashlar.push;

/// How much is unread.
///
/// @param notifications events that notify, 0 or more
/// @param highlights those of them that are highlighted
public record Unread(long notifications, long highlights) {
  /// Nothing.
  public static final Unread NONE = new Unread(0, 0);

  /// Adds up.
  ///
  /// @param other further unread events
  /// @return the sums
  public Unread plus(Unread other) {
    return new Unread(notifications + other.notifications, highlights + other.highlights);
  }
}
