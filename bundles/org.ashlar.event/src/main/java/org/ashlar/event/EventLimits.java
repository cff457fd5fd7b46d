package org.ashlar.event;

import java.nio.charset.StandardCharsets;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.jspecify.annotations.Nullable;

/// How large an event may be.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#size-limits Size limits
public final class EventLimits {
  /// The most bytes of a PDU in canonical JSON, signatures included.
  public static final int MAX_PDU_BYTES = 65_536;

  /// The most bytes of `sender`, `room_id`, `state_key`, `type` and `event_id`.
  public static final int MAX_FIELD_BYTES = 255;

  /// The most previous events.
  public static final int MAX_PREV_EVENTS = 20;

  /// The most auth events.
  public static final int MAX_AUTH_EVENTS = 10;

  private EventLimits() {}

  /// Demands that a type and a state key are short enough.
  ///
  /// @param type the event type
  /// @param stateKey the state key or null
  /// @throws MatrixException 413 `M_TOO_LARGE` when one is too long
  public static void requireFields(String type, @Nullable String stateKey) {
    requireField("type", type);
    if (stateKey != null) {
      requireField("state_key", stateKey);
    }
  }

  static void requireField(String name, String text) {
    int chars = text.length();
    if (chars > MAX_FIELD_BYTES
        || (chars > MAX_FIELD_BYTES / 3
            && text.getBytes(StandardCharsets.UTF_8).length > MAX_FIELD_BYTES)) {
      throw tooLarge("The event's " + name + " is longer than " + MAX_FIELD_BYTES + " bytes.");
    }
  }

  static void requirePdu(byte[] pdu) {
    if (pdu.length > MAX_PDU_BYTES) {
      throw tooLarge(
          "The event has " + pdu.length + " bytes; at most " + MAX_PDU_BYTES + " are allowed.");
    }
  }

  private static MatrixException tooLarge(String message) {
    return new MatrixException(ErrorCode.TOO_LARGE, 413, message);
  }
}
