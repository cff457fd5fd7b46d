package org.ashlar.store;

/// How an event comes into its room.
///
/// @param backfilled whether it is history that was fetched later: it gets a negative position, and
///   neither the current state nor the forward extremities follow from it
/// @param wasOutlier whether an outlier is stored under its id, or on its way: it keeps its number
///   and gets its place
public record Arrival(boolean backfilled, boolean wasOutlier) {
  /// A new event at the end of the stream.
  public static final Arrival LIVE = new Arrival(false, false);
}
