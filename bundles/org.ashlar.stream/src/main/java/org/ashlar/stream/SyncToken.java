package org.ashlar.stream;

import org.ashlar.base.error.MatrixException;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// How far a reader of `/sync` has come in each stream.
///
/// Its text is opaque to clients, versioned by its first two characters and canonical: equal tokens
/// have equal texts, and a text that is read is written back the same. A later version appends
/// streams; this one's text then means "from now on" for them.
///
/// @param events the position in [Stream#EVENTS]
/// @param accountData the position in [Stream#ACCOUNT_DATA]
/// @param receipts the position in [Stream#RECEIPTS]
/// @param typingEpoch which life of the hub the serial belongs to, see [StreamHub#typingEpoch]
/// @param typingSerial the position's number in [Stream#TYPING]
/// @param presence the position in [Stream#PRESENCE]; null in tokens that were given before there
///   was such a stream, which means "from now on"
/// @param completed the position in [Stream#COMPLETED_ROOMS]; null in tokens that were given before
///   there was such a stream, which means "from now on"
public record SyncToken(
    Position events,
    Position accountData,
    Position receipts,
    long typingEpoch,
    long typingSerial,
    @Nullable Position presence,
    @Nullable Position completed) {
  static final String PREFIX = "s1";

  private static final int FIELDS = 8;
  private static final int FIELDS_WITH_PRESENCE = 10;
  private static final int FIELDS_WITH_COMPLETED = 12;

  /// A token without presence.
  ///
  /// @param events the position in [Stream#EVENTS]
  /// @param accountData the position in [Stream#ACCOUNT_DATA]
  /// @param receipts the position in [Stream#RECEIPTS]
  /// @param typingEpoch which life of the hub the serial belongs to
  /// @param typingSerial the position's number in [Stream#TYPING]
  public SyncToken(
      Position events,
      Position accountData,
      Position receipts,
      long typingEpoch,
      long typingSerial) {
    this(events, accountData, receipts, typingEpoch, typingSerial, null, null);
  }

  /// The token's text.
  ///
  /// @return letters, digits, `-` and `_`
  public String encode() {
    StringBuilder out = TokenText.begin(PREFIX);
    TokenText.number(out, events.number());
    TokenText.number(out, accountData.number());
    TokenText.number(out, receipts.number());
    TokenText.number(out, typingEpoch);
    TokenText.number(out, typingSerial);
    TokenText.number(out, events.writer());
    TokenText.number(out, accountData.writer());
    TokenText.number(out, receipts.writer());
    if (presence != null || completed != null) {
      optional(out, presence);
    }
    if (completed != null) {
      optional(out, completed);
    }
    return out.toString();
  }

  /// Reads a token.
  ///
  /// @param text what [#encode] gave
  /// @return the token
  /// @throws MatrixException 400 `M_INVALID_PARAM` when it is malformed or foreign
  public static SyncToken parse(String text) {
    long[] fields =
        TokenText.read(text, PREFIX, FIELDS, FIELDS_WITH_PRESENCE, FIELDS_WITH_COMPLETED);
    boolean later = fields.length == FIELDS_WITH_COMPLETED;
    boolean noPresence = fields.length == FIELDS || (later && fields[8] == 0 && fields[9] == 0);
    return new SyncToken(
        position(fields[5], fields[0]),
        position(fields[6], fields[1]),
        position(fields[7], fields[2]),
        fields[3],
        notNegative(fields[4]),
        noPresence ? null : position(fields[9], fields[8]),
        later ? position(fields[11], fields[10]) : null);
  }

  /// Tells whether a text claims to be a sync token.
  ///
  /// @param text any text
  /// @return true when it begins like one
  public static boolean isSyncToken(String text) {
    return text.startsWith(PREFIX + "_");
  }

  /// Of no position all is 0: no writer has this number.
  private static void optional(StringBuilder out, @Nullable Position position) {
    TokenText.number(out, position == null ? 0 : position.number());
    TokenText.number(out, position == null ? 0 : position.writer());
  }

  private static Position position(long writer, long number) {
    if (writer < 1 || writer > Integer.MAX_VALUE) {
      throw TokenText.malformed();
    }
    return new Position((int) writer, notNegative(number));
  }

  private static long notNegative(long number) {
    if (number < 0) {
      throw TokenText.malformed();
    }
    return number;
  }
}
