package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.task.Tasks;
import org.ashlar.room.RoomCare.Bound;
import org.ashlar.room.RoomCare.Progress;
import org.ashlar.store.Chore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.PurgeStep;
import org.ashlar.store.RoomDeletion;
import org.ashlar.store.RoomUpkeep;
import org.ashlar.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What operators do to rooms, with the store's part told rather than done; that is tested in
/// org.ashlar.store.postgres.
class UpkeepTest {
  private final RoomHouse house = new RoomHouse();
  private final Tasks tasks = new Tasks("upkeep");
  private final List<String> calls = new ArrayList<>();
  private final List<Long> forgotten = new ArrayList<>();
  private final List<AuditEntry> recorded = new CopyOnWriteArrayList<>();
  private final AtomicInteger outages = new AtomicInteger();
  private final Set<RoomId> blocked = new HashSet<>();
  private final List<PurgeStep> steps = new ArrayList<>();
  private final RoomDeletions deletions = new RoomDeletions(house.parts.store());
  private final Upkeep upkeep = upkeep();

  @AfterEach
  void close() {
    tasks.close();
    house.close();
  }

  @Test
  void aPurgeEndsBelowTheEventAndTellsOfItsProgress() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId kept = house.message(ALICE, room, "kept");
    house.message(ALICE, room, "last");
    long depth = house.store.events(List.of(kept)).get(kept).event().depth();
    steps.add(new PurgeStep(List.of(7L, 8L), List.of(9L)));
    steps.add(new PurgeStep(List.of(10L), List.of()));
    List<Progress> progress = new ArrayList<>();
    // When
    long purged = upkeep.purge(room, new Bound.Before(kept), progress::add);
    // Then
    assertThat(purged).isEqualTo(4);
    assertThat(calls)
        .containsExactly(
            "countBelow " + depth,
            "purge " + depth,
            "purge " + depth,
            "purge " + depth,
            "finishPurge");
    assertThat(progress).containsExactly(new Progress(3, 4), new Progress(4, 4));
    assertThat(forgotten).containsExactly(7L, 8L, 9L, 10L);
    assertThat(house.store.chores()).isEmpty();
    assertThat(recorded).as("the command is recorded by who asked for it").isEmpty();
    house.message(ALICE, room, "goes on");
  }

  @Test
  void aPurgeByTimeNeverGoesBeyondTheEnds() {
    // Given
    RoomId room = house.room("12", "public_chat");
    EventId last = house.message(ALICE, room, "last");
    long depth = house.store.events(List.of(last)).get(last).event().depth();
    // When
    upkeep.purge(room, new Bound.Until(Instant.parse("2100-01-01T00:00:00Z")), _ -> {});
    // Then
    assertThat(calls).contains("purge " + depth);
  }

  @Test
  void anEventOfAnotherRoomIsNoBound() {
    RoomId room = house.room("12", "public_chat");
    EventId other = house.message(ALICE, house.room("12", "public_chat"), "elsewhere");

    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> upkeep.purge(room, new Bound.Before(other), _ -> {}))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400));
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> upkeep.sweep(new RoomId("!unknown")))
        .satisfies(e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void aPurgeThatBrokeOffIsTakenUp() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.store.keepChore(new Chore("purge-room", room + " 3"));
    // When
    house.departures.resume();
    upkeep.resume(tasks);
    house.settle(() -> house.store.chores().isEmpty());
    // Then
    assertThat(calls).containsExactly("countBelow 3", "purge 3", "finishPurge");
  }

  @Test
  void whatIsTakenUpIsRecordedAsAnActOfTheSystemWhenItEnds() {
    // Given
    RoomId purged = house.room("12", "public_chat");
    RoomId deleted = house.room("12", "public_chat");
    house.store.keepChore(new Chore("purge-room", purged + " 3"));
    house.store.keepChore(new Chore("delete-room", deleted + " true"));
    RequestContext swap =
        RequestContext.root("swap-1", RequestContext.Kind.REQUEST, Instant.MAX)
            .withCaller("operator:root");
    // When an operator's swap starts it again
    swap.run(() -> upkeep.resume(tasks));
    house.settle(
        () -> house.store.chores().equals(List.of(new Chore("deleted-room", deleted.value()))));
    // Then
    assertThat(recorded)
        .allSatisfy(
            entry -> {
              assertThat(entry.actor()).isEqualTo("system");
              assertThat(entry.outcome()).isEqualTo(Outcome.OK);
              assertThat(entry.details())
                  .containsExactly(Map.entry("reason", "went on after a restart"));
            })
        .extracting(AuditEntry::action, AuditEntry::target)
        .containsExactlyInAnyOrder(
            tuple("room.purge", purged.value()), tuple("room.delete", deleted.value()));
  }

  @Test
  void whatIsTakenUpAndBreaksOffAgainIsNotRecordedYet() {
    // Given
    RoomId room = house.room("12", "public_chat");
    Chore chore = new Chore("purge-room", room + " 3");
    house.store.keepChore(chore);
    outages.set(1);
    // When
    upkeep.resume(tasks);
    house.settle(() -> outages.get() == 0);
    // Then
    assertThat(recorded).isEmpty();
    assertThat(house.store.chores()).containsExactly(chore);
  }

  @Test
  void aDeletedRoomIsBlockedFirstThenLeftThenGone() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    // When
    long rows = upkeep.delete(room, true);
    // Then
    assertThat(calls).containsExactly("block true", "delete leave leave");
    assertThat(rows).isEqualTo(5);
    assertThat(upkeep.isBlocked(room)).isTrue();
    assertThat(house.store.chores()).containsExactly(new Chore("deleted-room", room.value()));
    upkeep.block(room, false);
    assertThat(upkeep.isBlocked(room)).isFalse();
  }

  @Test
  void aStoreThatWasAwayDeletesARoomWhenItIsBack() {
    // Given
    RoomId room = house.room("12", "public_chat");
    RoomId other = house.room("12", "public_chat");
    house.store.keepChore(new Chore("deleted-room", "!gone:a.example"));
    house.store.keepChore(new Chore("deleted-room", other.value()));
    Rows rows = new Rows(Map.of("!gone:a.example", 3L, room.value(), 4L, other.value(), 5L));
    // When
    deletions.bind(rows);
    List<String> orphans = deletions.orphans();
    upkeep.complete(rows, tasks);
    house.settle(() -> rows.deleted.size() == 1);
    // Then
    assertThat(orphans)
        .containsExactly("3 rows of notes belong to !gone:a.example, which was deleted");
    assertThat(rows.deleted).containsExactly(new RoomId("!gone:a.example"));
    assertThat(deletions.orphans()).isEmpty();
  }

  @Test
  void aStoreThatIsBackBeforeTheLanesAreDeletesARoomWithTheirStart() {
    // Given
    house.store.keepChore(new Chore("deleted-room", "!gone:a.example"));
    Rows rows = new Rows(Map.of("!gone:a.example", 3L));
    deletions.bind(rows);
    // When
    upkeep.resume(tasks);
    // Then
    house.settle(() -> rows.deleted.size() == 1);
  }

  /// A store of rows that are counted and no more.
  private static final class Rows implements RoomDeletion {
    private final Map<String, Long> counts;
    private final List<RoomId> deleted = new CopyOnWriteArrayList<>();

    Rows(Map<String, Long> counts) {
      this.counts = new ConcurrentHashMap<>(counts);
    }

    @Override
    public String name() {
      return "notes";
    }

    @Override
    public long delete(RoomId room) {
      Long had = counts.remove(room.value());
      deleted.add(room);
      return had == null ? 0 : had;
    }

    @Override
    public long count(RoomId room) {
      return counts.getOrDefault(room.value(), 0L);
    }
  }

  @Test
  void theCurrentStateIsHeldAgainstWhatTheEndsResolveTo() {
    RoomId room = house.room("12", "public_chat");

    assertThat(upkeep.inspect(room)).containsExactly("a sentence of the store");
  }

  private Upkeep upkeep() {
    RoomUpkeep told =
        (RoomUpkeep)
            Proxy.newProxyInstance(
                RoomUpkeep.class.getClassLoader(),
                new Class<?>[] {RoomUpkeep.class},
                (_, method, arguments) -> answer(method.getName(), arguments));
    Gate<RoomUpkeep> gate = house.selections.gate(RoomUpkeep.class);
    gate.bind(new NumberedReference<>(9, RoomUpkeep.class), told);
    RoomDeletion deletion =
        new RoomDeletion() {
          @Override
          public String name() {
            return "rows";
          }

          @Override
          public long delete(RoomId room) {
            long nid = house.store.room(room).orElseThrow().room().nid();
            StringBuilder memberships = new StringBuilder("delete");
            for (MembershipRow row : house.store.members(nid, List.of())) {
              memberships.append(' ').append(row.membership());
            }
            calls.add(memberships.toString());
            return 5;
          }

          @Override
          public long count(RoomId room) {
            return 0;
          }
        };
    deletions.bind(deletion);
    return new Upkeep(
        house.parts,
        house.lanes,
        house.sending,
        new Upkeep.Stores(gate, deletions, forgotten::addAll, recorded::add));
  }

  private Object answer(String method, Object[] arguments) {
    return switch (method) {
      case "inspect" -> List.of("a sentence of the store");
      case "placed" -> List.of();
      case "blocked" -> Set.copyOf(blocked);
      case "block" -> {
        calls.add("block " + arguments[1]);
        yield null;
      }
      case "countBelow" -> {
        if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new StoreException("away", true);
        }
        calls.add("countBelow " + arguments[1]);
        yield 4L;
      }
      case "purge" -> {
        calls.add("purge " + arguments[1]);
        yield steps.isEmpty() ? new PurgeStep(List.of(), List.of()) : steps.removeFirst();
      }
      case "finishPurge" -> {
        calls.add("finishPurge");
        yield 0L;
      }
      default -> throw new UnsupportedOperationException(method);
    };
  }
}
