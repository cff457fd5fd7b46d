package org.ashlar.room.resolve;

import static org.ashlar.room.resolve.Branch.ALICE;
import static org.ashlar.room.resolve.Branch.BOB;
import static org.ashlar.room.resolve.Branch.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Graphs that have made rooms lose what they had, as their people reported it, and races that
/// rooms live through every day. The reports are those about state resets in version 1
/// (matrix-org/synapse 1953) and after it (8629, 10866, 16629), which led to MSC4297.
class StateResetTest {
  private static final String CARLA = "@carla:c.example";
  private static final StateKey TOPIC = new StateKey("m.room.topic", "");

  /// Somebody refers to a very old event. The power levels of then come first; those of now were
  /// set by one who was nobody then, so version 1 stops at the old ones. Later algorithms go
  /// through all that lie between.
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "6", "11", "12"})
  void anOldStateResetsThePowerLevelsInVersion1Only(String version) {
    Branch now = Branch.of(version);
    now.joinRule("public");
    now.membership(ALICE, ALICE, "join");
    now.membership(BOB, BOB, "join");
    Event old = now.levels(CREATOR, "'" + ALICE + "':50");
    Branch then = now.fork();
    now.levels(CREATOR, "'" + ALICE + "':100");
    now.levels(ALICE, "'" + ALICE + "':100,'" + BOB + "':100");
    Event last = now.levels(BOB, "'" + ALICE + "':100,'" + BOB + "':100,'" + CARLA + "':50");

    EventId expected = version.equals("1") ? old.id() : last.id();
    assertThat(Requests.resolve(now, then)).containsEntry(StateKey.POWER_LEVELS, expected);
    assertThat(Requests.resolve(then, now)).containsEntry(StateKey.POWER_LEVELS, expected);
  }

  /// The same with a member: version 1 throws out who joined by an invitation that the old state
  /// does not have.
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "11", "12"})
  void whoCameByAnInvitationStaysWhenAnOldStateComesBack(String version) {
    Branch now = Branch.of(version);
    now.levels(CREATOR, "");
    now.joinRule("invite");
    now.membership(CREATOR, BOB, "invite");
    Branch then = now.fork();
    Event join = now.membership(BOB, BOB, "join");
    now.send(CREATOR, "m.room.topic", "", "{'topic':'now'}");

    assertThat(Requests.resolve(now, then)).containsEntry(place(BOB), join.id());
  }

  /// A server says the room has no join rules and no levels any more; nobody has changed them.
  @ParameterizedTest
  @ValueSource(strings = {"2", "11", "12"})
  void aStateThatHasLostEverythingTakesNothingAway(String version) {
    Branch now = Branch.of(version);
    Event levels = now.levels(CREATOR, "'" + ALICE + "':50");
    Event rule = now.joinRule("public");
    Event join = now.membership(ALICE, ALICE, "join");
    Event topic = now.send(ALICE, "m.room.topic", "", "{'topic':'x'}");
    Branch then = now.fork();
    then.state.keySet().removeIf(key -> !key.equals(StateKey.CREATE));

    assertThat(Requests.resolve(now, then))
        .containsEntry(StateKey.POWER_LEVELS, levels.id())
        .containsEntry(StateKey.JOIN_RULES, rule.id())
        .containsEntry(place(ALICE), join.id())
        .containsEntry(TOPIC, topic.id());
  }

  /// A room that was public when people joined and is not any more; one state misses a member who
  /// never left. Judged by the unconflicted join rules the member would have to go (8629).
  @Test
  void onlyFromVersion12OnAMemberOutlivesTheClosingOfTheRoom() {
    for (String version : List.of("2", "11", "12")) {
      Branch now = Branch.of(version);
      now.levels(CREATOR, "");
      now.joinRule("public");
      Event join = now.membership(BOB, BOB, "join");
      now.membership(ALICE, ALICE, "join");
      now.joinRule("invite");
      Branch then = now.fork();
      then.state.remove(place(BOB));

      Map<StateKey, EventId> resolved = Requests.resolve(now, then);

      assertThat(resolved.get(place(BOB))).isEqualTo(version.equals("12") ? join.id() : null);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "11", "12"})
  void ofTwoModeratorsWhoBanEachOtherTheFirstWins(String version) {
    Branch left = Branch.of(version);
    left.joinRule("public");
    left.membership(ALICE, ALICE, "join");
    left.membership(BOB, BOB, "join");
    left.levels(CREATOR, "'" + ALICE + "':60,'" + BOB + "':60,'" + CARLA + "':0");
    Branch right = left.fork();
    // Equals can not ban each other, so both lose their power in the same breath.
    left.levels(CREATOR, "'" + ALICE + "':70,'" + BOB + "':60");
    Event first = left.membership(ALICE, BOB, "ban");
    right.levels(CREATOR, "'" + ALICE + "':60,'" + BOB + "':70");
    right.membership(BOB, ALICE, "ban");

    Map<StateKey, EventId> resolved = Requests.resolve(left, right);

    assertThat(Requests.resolve(right, left)).isEqualTo(resolved);
    assertThat(resolved)
        .isEqualTo(
            new SpecificationModel(left.room, left.pool, Set.of(), version.equals("12"))
                .resolve(List.of(left.state, right.state)));
    assertThat(first.authEvents()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "11", "12"})
  void whoDemotedOthersWhileBeingDemotedHasDoneNothing(String version) {
    Branch left = Branch.of(version);
    left.joinRule("public");
    left.membership(ALICE, ALICE, "join");
    left.membership(BOB, BOB, "join");
    left.levels(CREATOR, "'" + ALICE + "':60,'" + BOB + "':50");
    Branch right = left.fork();
    right.levels(ALICE, "'" + ALICE + "':60,'" + BOB + "':0");
    Event demotion = left.levels(CREATOR, "'" + ALICE + "':0,'" + BOB + "':50");

    assertThat(Requests.resolve(left, right)).containsEntry(StateKey.POWER_LEVELS, demotion.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "11", "12"})
  void aKickWinsOverANewNameOfTheKicked(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "");
    left.joinRule("invite");
    left.membership(CREATOR, BOB, "invite");
    left.membership(BOB, BOB, "join");
    Branch right = left.fork();
    Event kick = left.membership(CREATOR, BOB, "leave");
    right.send(BOB, "m.room.member", BOB, "{'membership':'join','displayname':'Bob'}");

    assertThat(Requests.resolve(left, right)).containsEntry(place(BOB), kick.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "11", "12"})
  void whoJoinedWhileTheRoomWasBeingClosedIsNotIn(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "");
    left.joinRule("public");
    Branch right = left.fork();
    Event closed = left.joinRule("invite");
    right.membership(BOB, BOB, "join");

    assertThat(Requests.resolve(left, right))
        .containsEntry(StateKey.JOIN_RULES, closed.id())
        .doesNotContainKey(place(BOB));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "11", "12"})
  void aBanOutlivesTheUnbanOfOneWhoHadLostThePower(String version) {
    Branch left = Branch.of(version);
    left.joinRule("public");
    left.membership(ALICE, ALICE, "join");
    left.levels(CREATOR, "'" + ALICE + "':60");
    Event ban = left.membership(CREATOR, BOB, "ban");
    Branch right = left.fork();
    Event demotion = left.levels(CREATOR, "'" + ALICE + "':0");
    right.membership(ALICE, BOB, "leave");

    Map<StateKey, EventId> resolved = Requests.resolve(left, right);

    assertThat(resolved).containsEntry(StateKey.POWER_LEVELS, demotion.id());
    if (!version.equals("12")) {
      assertThat(resolved).containsEntry(place(BOB), ban.id());
    }
  }

  private static StateKey place(String user) {
    return StateKey.member(new UserId(user));
  }
}
