package org.ashlar.stream;

/// The streams whose positions readers follow. Each has one writer service.
public enum Stream {
  /// Events, in the order of arrival. Written by room.core through the event store.
  EVENTS,
  /// Global and room account data, tags, push rules. Written by account.core.
  ACCOUNT_DATA,
  /// Receipts and read markers. Written by account.core.
  RECEIPTS,
  /// Who is typing; lives in memory. Written by the hub itself.
  TYPING,
  /// Who is online. Written by presence.core.
  PRESENCE,
  /// Rooms that were joined before their state was known in full, when it became so. Written by
  /// room.core through the event store.
  COMPLETED_ROOMS
}
