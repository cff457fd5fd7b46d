package org.ashlar.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// Where the members of a PDU lie in its canonical bytes. Finding them skips over values without
/// building them, so what is not asked for costs nothing more.
final class PduSpans {
  /// The members that can be found.
  enum Member {
    AUTH_EVENTS,
    CONTENT,
    DEPTH,
    EVENT_ID,
    ORIGIN_SERVER_TS,
    PREV_EVENTS,
    REDACTS,
    ROOM_ID,
    SENDER,
    STATE_KEY,
    TYPE;

    private static final List<Member> ALL = List.of(values());

    private final byte[] text = name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
  }

  private static final int SAFE_DIGITS = 18;

  private final byte[] pdu;
  private final int[] spans = new int[2 * Member.ALL.size()];

  /// Finds the members.
  ///
  /// @param pdu an object in canonical JSON, trusted to be one
  /// @throws IllegalArgumentException when it plainly is not
  PduSpans(byte[] pdu) {
    this.pdu = pdu;
    if (pdu.length < 2 || pdu[0] != '{') {
      throw new IllegalArgumentException("not an object");
    }
    int at = 1;
    while (pdu[at] != '}') {
      int colon = stringEnd(at);
      int start = colon + 1;
      int end = valueEnd(start);
      note(at + 1, colon - 1, start, end);
      at = pdu[end] == ',' ? end + 1 : end;
    }
  }

  private void note(int nameStart, int nameEnd, int start, int end) {
    for (Member member : Member.ALL) {
      byte[] text = member.text;
      if (Arrays.equals(pdu, nameStart, nameEnd, text, 0, text.length)) {
        spans[2 * member.ordinal()] = start;
        spans[2 * member.ordinal() + 1] = end;
        return;
      }
    }
  }

  /// The index after the string that begins at an index.
  private int stringEnd(int from) {
    if (pdu[from] != '"') {
      throw new IllegalArgumentException("not canonical JSON at octet " + from);
    }
    int at = from + 1;
    while (pdu[at] != '"') {
      at += pdu[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private int valueEnd(int from) {
    return switch (pdu[from]) {
      case '"' -> stringEnd(from);
      case '{', '[' -> nestedEnd(from);
      default -> wordEnd(from);
    };
  }

  private int nestedEnd(int from) {
    int depth = 0;
    int at = from;
    do {
      switch (pdu[at]) {
        case '"' -> at = stringEnd(at) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
    } while (depth > 0);
    return at;
  }

  private int wordEnd(int from) {
    int at = from;
    while (pdu[at] != ',' && pdu[at] != '}') {
      at++;
    }
    return at;
  }

  /// Tells whether there is such a member.
  boolean has(Member member) {
    return start(member) != 0;
  }

  /// The index of a member's value, 0 when there is none.
  int start(Member member) {
    return spans[2 * member.ordinal()];
  }

  /// The length of a member's value, 0 when there is none.
  int length(Member member) {
    return spans[2 * member.ordinal() + 1] - start(member);
  }

  /// A member as a value.
  ///
  /// @return null when there is none
  @Nullable JsonValue value(Member member) {
    int start = start(member);
    return start == 0 ? null : Json.parse(Arrays.copyOfRange(pdu, start, start + length(member)));
  }

  /// A member that is a string.
  ///
  /// @return null when there is none, or it is of another type
  @Nullable String string(Member member) {
    int start = start(member);
    if (start == 0 || pdu[start] != '"') {
      return null;
    }
    int length = length(member);
    for (int at = start; at < start + length; at++) {
      if (pdu[at] == '\\') {
        return value(member) instanceof JsonString(String text) ? text : null;
      }
    }
    return new String(pdu, start + 1, length - 2, StandardCharsets.UTF_8);
  }

  /// A member that is an integer.
  ///
  /// @return null when there is none, or it is of another type
  @Nullable Long integer(Member member) {
    int start = start(member);
    int end = start + length(member);
    if (start == end || end - start > SAFE_DIGITS) {
      return parsedInteger(member);
    }
    long number = 0;
    for (int at = start; at < end; at++) {
      if (pdu[at] < '0' || pdu[at] > '9') {
        return parsedInteger(member);
      }
      number = 10 * number + pdu[at] - '0';
    }
    return number;
  }

  private @Nullable Long parsedInteger(Member member) {
    return value(member) instanceof JsonInteger(long number) ? (Long) number : null;
  }
}
