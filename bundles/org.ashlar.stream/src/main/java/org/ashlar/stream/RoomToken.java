package org.ashlar.stream;

import org.ashlar.base.error.MatrixException;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;

/// A point in the timeline of a room, as `prev_batch`, `start`, `end`, `from`, `to` and `at` carry
/// it. A sync token may stand in its place.
///
/// @param order the order in which the point lies
/// @param point the point; in the order of the stream its depth is 0
public record RoomToken(TimelineOrder order, TimelinePoint point) {
  private static final String STREAM = "r1";
  private static final String TOPOLOGICAL = "t1";

  /// Drops the depth where it means nothing, so that equal points are equal tokens.
  public RoomToken {
    if (order == TimelineOrder.STREAM && point.depth() != 0) {
      point = new TimelinePoint(0, point.number());
    }
  }

  /// A point in the order of arrival.
  ///
  /// @param number the number of the position just before the point; negative for backfilled events
  /// @return the token
  public static RoomToken stream(long number) {
    return new RoomToken(TimelineOrder.STREAM, new TimelinePoint(0, number));
  }

  /// A point in the order of depth.
  ///
  /// @param point the point
  /// @return the token
  public static RoomToken topological(TimelinePoint point) {
    return new RoomToken(TimelineOrder.TOPOLOGICAL, point);
  }

  /// The token's text.
  ///
  /// @return letters, digits, `-` and `_`
  public String encode() {
    boolean stream = order == TimelineOrder.STREAM;
    StringBuilder out = TokenText.begin(stream ? STREAM : TOPOLOGICAL);
    if (!stream) {
      TokenText.number(out, point.depth());
    }
    TokenText.number(out, point.number());
    return out.toString();
  }

  /// Reads a room token, or takes a sync token for the point where its reader is.
  ///
  /// @param text what [#encode] or [SyncToken#encode] gave
  /// @return the token
  /// @throws MatrixException 400 `M_INVALID_PARAM` when it is malformed or foreign
  public static RoomToken parse(String text) {
    if (SyncToken.isSyncToken(text)) {
      return stream(SyncToken.parse(text).events().number());
    }
    if (text.startsWith(STREAM)) {
      return stream(TokenText.read(text, STREAM, 1)[0]);
    }
    long[] fields = TokenText.read(text, TOPOLOGICAL, 2);
    return topological(new TimelinePoint(fields[0], fields[1]));
  }
}
