package org.ashlar.store;

/// How events of a room are ordered.
public enum TimelineOrder {
  /// By arrival: `/sync`.
  STREAM,
  /// By depth, then arrival: `/messages`.
  TOPOLOGICAL
}
