package org.ashlar.store.postgres;

import static org.ashlar.store.postgres.Columns.ints;
import static org.ashlar.store.postgres.Columns.longs;
import static org.ashlar.store.postgres.Columns.texts;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.store.StateDelta;
import org.jspecify.annotations.Nullable;

/// Changes of `room_summaries`. Bit `i` of a mask says that text `i` is replaced, possibly by none.
@SuppressWarnings("ArrayRecordComponent")
record SummaryRows(
    long[] rooms,
    long[] joined,
    long[] invited,
    int[] masks,
    String[] names,
    String[] aliases,
    String[] topics,
    String[] avatars,
    String[] encryptions,
    String[] roomTypes,
    String[] joinRules,
    String[] guestAccesses,
    String[] historyVisibilities) {

  static SummaryRows of(Collection<Row> all) {
    List<Row> rows = all.stream().filter(row -> !row.isEmpty()).toList();
    return new SummaryRows(
        longs(rows, row -> row.roomNid),
        longs(rows, row -> row.joined),
        longs(rows, row -> row.invited),
        ints(rows, Row::mask),
        texts(rows, row -> row.text(Fact.NAME)),
        texts(rows, row -> row.text(Fact.ALIAS)),
        texts(rows, row -> row.text(Fact.TOPIC)),
        texts(rows, row -> row.text(Fact.AVATAR)),
        texts(rows, row -> row.text(Fact.ENCRYPTION)),
        texts(rows, row -> row.text(Fact.ROOM_TYPE)),
        texts(rows, row -> row.text(Fact.JOIN_RULE)),
        texts(rows, row -> row.text(Fact.GUEST_ACCESS)),
        texts(rows, row -> row.text(Fact.HISTORY_VISIBILITY)));
  }

  boolean isEmpty() {
    return rooms.length == 0;
  }

  /// What a summary repeats of the state: event type, with an empty state key, and member of the
  /// content. The order is that of the bits.
  enum Fact {
    NAME("m.room.name", "name"),
    ALIAS("m.room.canonical_alias", "alias"),
    TOPIC("m.room.topic", "topic"),
    AVATAR("m.room.avatar", "url"),
    ENCRYPTION("m.room.encryption", "algorithm"),
    ROOM_TYPE("m.room.create", "type"),
    JOIN_RULE("m.room.join_rules", "join_rule"),
    GUEST_ACCESS("m.room.guest_access", "guest_access"),
    HISTORY_VISIBILITY("m.room.history_visibility", "history_visibility");

    private final String type;
    private final String member;

    Fact(String type, String member) {
      this.type = type;
      this.member = member;
    }

    private static @Nullable Fact of(StateKey key) {
      if (key.key().isEmpty()) {
        for (Fact fact : values()) {
          if (fact.type.equals(key.type())) {
            return fact;
          }
        }
      }
      return null;
    }
  }

  /// The change of one room.
  static final class Row {
    private final long roomNid;
    private final Map<Fact, String> texts = new EnumMap<>(Fact.class);
    private int mask;
    private long joined;
    private long invited;

    Row(long roomNid) {
      this.roomNid = roomNid;
    }

    void count(StoredMembership before, StoredMembership after) {
      joined += is(after, StoredMembership.JOIN) - is(before, StoredMembership.JOIN);
      invited += is(after, StoredMembership.INVITE) - is(before, StoredMembership.INVITE);
    }

    void state(StateDelta delta) {
      set(delta.key(), delta.event());
    }

    /// Takes the redacted form of a state event that is current.
    void redacted(Event event) {
      set(event.key(), event);
    }

    private void set(StateKey key, @Nullable Event event) {
      Fact fact = Fact.of(key);
      if (fact != null) {
        mask |= 1 << fact.ordinal();
        texts.remove(fact);
        if (event != null) {
          event
              .content()
              .string(fact.member)
              .ifPresent(text -> texts.put(fact, StoredText.encode(text)));
        }
      }
    }

    int mask() {
      return mask;
    }

    boolean isEmpty() {
      return mask == 0 && joined == 0 && invited == 0;
    }

    @Nullable String text(Fact fact) {
      return texts.get(fact);
    }

    private static int is(StoredMembership one, StoredMembership other) {
      return one == other ? 1 : 0;
    }
  }
}
