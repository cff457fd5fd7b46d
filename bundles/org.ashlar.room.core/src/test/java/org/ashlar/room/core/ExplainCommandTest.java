package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.event.Event;
import org.ashlar.room.ChangeMembership.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void tellsWhichStepOfAResolutionDecided(String version) {
    RoomId room = house.room(version, "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event left = topic(room, ALICE, "left", base);
    Event right = topic(room, ALICE, "right", base);
    house.reception.receive(left);
    house.reception.receive(right);
    boolean leftWon = house.stateEvent(room, left.key()).equals(left.id());
    Event winner = leftWon ? left : right;
    Event loser = leftWon ? right : left;

    String open = explain(room, loser.id());
    assertThat(open)
        .contains(loser.id() + ": m.room.topic with the state key \"\", by " + ALICE)
        .contains("Accepted, at position ")
        .contains("It is not in the current state: at its place is " + winner.id())
        .contains("The current state was resolved from 2 states by v")
        .contains("  a state with " + loser.id() + " at its place")
        .contains("step \"other events\", 1 of ")
        .contains("  so the place has " + winner.id());
    assertThat(explain(room, winner.id()))
        .contains("It is in the current state of the room.")
        .contains("  so the place has " + winner.id());

    EventId joint = house.message(ALICE, room, "joint");
    assertThat(explain(room, loser.id()))
        .contains("The state before " + joint + " was resolved from 2 states")
        .contains("  so the place has " + winner.id());
  }

  @Test
  void tellsWhatTookThePlace() {
    RoomId room = house.room("12", "public_chat");
    Event first = topic(room, ALICE, "first", house.message(ALICE, room, "base"));
    house.reception.receive(first);
    EventId between = house.message(ALICE, room, "between");
    Event second = topic(room, ALICE, "second", between);
    house.reception.receive(second);

    String taken = second.id() + " by " + ALICE + ", depth " + second.depth() + ".";
    assertThat(explain(room, first.id()))
        .containsOnlyOnce(second.id().value())
        .endsWith("\nIt is not in the current state: its place was taken by " + taken);
    assertThat(explain(room, between)).contains("It is no state event, so it is in no state.");

    Event third = topic(room, ALICE, "third", house.message(ALICE, room, "later"));
    house.reception.receive(third);
    assertThat(explain(room, first.id()))
        .contains("It is not in the current state: at its place is " + third.id() + " by ")
        .endsWith("\nIts place was taken by " + taken);
  }

  @Test
  void namesTheRuleThatRejected() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    Event forbidden = topic(room, BOB, "forbidden", house.message(ALICE, room, "base"));
    house.reception.receive(forbidden);

    assertThat(explain(room, forbidden.id()))
        .contains("Rejected, at position ")
        .contains("  by its auth events: allowed")
        .containsPattern("by the state of its auth events: refused by rule 8: .+")
        .containsPattern("by the state before it: refused by rule 8: .+");
  }

  @Test
  void namesTheRuleThatSoftFailed() {
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    EventId base = house.message(ALICE, room, "base");
    Event late = house.foreign(room, BOB, "m.room.message", null, "{\"body\":\"late\"}", base);
    house.change(ALICE, room, Action.BAN, BOB);
    house.reception.receive(late);

    assertThat(explain(room, late.id()))
        .contains("Soft-failed, at position ")
        .containsPattern("by the current state of today: refused by rule 6: .+");
  }

  @Test
  void saysWhatItDoesNotKnow() {
    RoomId room = house.room("12", "public_chat");
    List<String> lines = new ArrayList<>();

    assertThat(command().run(List.of("!none:a.example", "$x"), terminal(lines))).isEqualTo(1);
    assertThat(command().run(List.of(room.value(), "$none"), terminal(lines))).isEqualTo(1);
    assertThat(command().run(List.of(room.value()), terminal(lines))).isEqualTo(2);
    assertThat(lines)
        .containsExactly(
            "There is no room !none:a.example",
            "This server has no event $none of that room",
            "Usage: explain ROOM EVENT  why an event is in the state of its room, or why not");
  }

  private String explain(RoomId room, EventId event) {
    List<String> lines = new ArrayList<>();
    assertThat(command().run(List.of(room.value(), event.value()), terminal(lines))).isZero();
    return String.join("\n", lines);
  }

  private ExplainCommand command() {
    return new ExplainCommand(house.parts.store(), house.parts.rules(), house.parts.resolvers());
  }

  private Event topic(RoomId room, UserId sender, String topic, EventId prev) {
    return house.foreign(room, sender, "m.room.topic", "", "{\"topic\":\"" + topic + "\"}", prev);
  }

  private static ControlTerminal terminal(List<String> lines) {
    return new ControlTerminal() {
      @Override
      public void line(String text) {
        lines.add(text);
      }

      @Override
      public void error(String text) {
        lines.add(text);
      }

      @Override
      public String ask(String question) {
        throw new IllegalStateException(question);
      }
    };
  }
}
