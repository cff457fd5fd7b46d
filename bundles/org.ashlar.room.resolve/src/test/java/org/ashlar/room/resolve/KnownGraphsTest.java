package org.ashlar.room.resolve;

import static org.ashlar.room.resolve.Branch.ALICE;
import static org.ashlar.room.resolve.Branch.BOB;
import static org.ashlar.room.resolve.Branch.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.CommonState;
import org.ashlar.room.resolution.EventSource;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownGraphsTest {
  private static final StateKey BOBS_PLACE = StateKey.member(new UserId(BOB));
  private static final StateKey TOPIC = new StateKey("m.room.topic", "");

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aBanWinsOverAJoinThatWasSentLater(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "");
    left.joinRule("public");
    Branch right = left.fork();
    Event ban = left.membership(CREATOR, BOB, "ban");
    right.membership(BOB, BOB, "join");

    assertThat(Requests.resolve(left, right)).containsEntry(BOBS_PLACE, ban.id());
    assertThat(Requests.resolve(right, left)).containsEntry(BOBS_PLACE, ban.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aBanWinsOverWhatTheBannedUserDidMeanwhile(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "'" + BOB + "':50");
    left.joinRule("public");
    left.membership(BOB, BOB, "join");
    Event before = left.send(CREATOR, "m.room.topic", "", "{'topic':'before'}");
    Branch right = left.fork();
    Event ban = left.membership(CREATOR, BOB, "ban");
    right.send(BOB, "m.room.topic", "", "{'topic':'after'}");
    right.send(BOB, "m.room.name", "", "{'name':'after'}");

    assertThat(Requests.resolve(left, right))
        .containsEntry(BOBS_PLACE, ban.id())
        .containsEntry(TOPIC, before.id())
        .doesNotContainKey(new StateKey("m.room.name", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aDemotionWinsOverWhatTheDemotedUserSetMeanwhile(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "'" + ALICE + "':50");
    left.joinRule("public");
    left.membership(ALICE, ALICE, "join");
    Branch right = left.fork();
    Event demotion = left.levels(CREATOR, "'" + ALICE + "':0");
    right.send(ALICE, "m.room.topic", "", "{'topic':'after'}");

    assertThat(Requests.resolve(left, right))
        .containsEntry(StateKey.POWER_LEVELS, demotion.id())
        .doesNotContainKey(TOPIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void ofTwoPowerLevelsThoseOfTheGreaterPowerComeFirst(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "'" + ALICE + "':50");
    left.joinRule("public");
    left.membership(ALICE, ALICE, "join");
    Branch right = left.fork();
    // Alice's levels would take away what the creator gave to Bob, so they fall.
    Event byAlice = right.levels(ALICE, "'" + ALICE + "':50,'@carol:a.example':50");
    Event byCreator = left.levels(CREATOR, "'" + ALICE + "':50,'" + BOB + "':60");

    assertThat(byCreator.originServerTs()).isGreaterThan(byAlice.originServerTs());
    assertThat(Requests.resolve(left, right)).containsEntry(StateKey.POWER_LEVELS, byCreator.id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void ofTwoTopicsOnTheSameLevelsTheLaterStays(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "");
    Branch right = left.fork();
    left.send(CREATOR, "m.room.topic", "", "{'topic':'first'}");
    Event later = right.send(CREATOR, "m.room.topic", "", "{'topic':'second'}");

    assertThat(Requests.resolve(left, right)).containsEntry(TOPIC, later.id());
  }

  @Test
  void aTopicOnNewerLevelsStaysOverALaterOneOnOlderLevels() {
    for (String version : List.of("10", "11", "12")) {
      Branch left = Branch.of(version);
      left.levels(CREATOR, "");
      Branch right = left.fork();
      left.levels(CREATOR, "'" + ALICE + "':10");
      Event onNewer = left.send(CREATOR, "m.room.topic", "", "{'topic':'newer levels'}");
      Event onOlder = right.send(CREATOR, "m.room.topic", "", "{'topic':'older levels'}");

      assertThat(onOlder.originServerTs()).isGreaterThan(onNewer.originServerTs());
      assertThat(Requests.resolve(left, right)).containsEntry(TOPIC, onNewer.id());
    }
  }

  /// A join made while the room was public, missing in one branch, after the room was closed. v2
  /// judges it by the closed room and drops a member; v2.1 judges it by its own auth events.
  @Test
  void version12DoesNotForgetAMemberWhoJoinedBeforeTheRoomWasClosed() {
    for (String version : List.of("11", "12")) {
      Branch left = Branch.of(version);
      left.levels(CREATOR, "");
      left.joinRule("public");
      Event join = left.membership(BOB, BOB, "join");
      left.membership(ALICE, ALICE, "join"); // so that the old rule is in all auth chains
      left.joinRule("invite");
      Branch right = left.fork();
      right.state.remove(BOBS_PLACE);

      Map<StateKey, EventId> resolved = Requests.resolve(left, right);

      if (version.equals("12")) {
        assertThat(resolved).containsEntry(BOBS_PLACE, join.id());
      } else {
        assertThat(resolved).doesNotContainKey(BOBS_PLACE);
      }
    }
  }

  /// One branch fell back to old levels. The levels between, which an unconflicted event names, are
  /// in no difference of auth chains; only the conflicted state subgraph of v2.1 brings them back.
  @Test
  void version12ReplaysTheLevelsBetweenTwoConflictedOnes() {
    for (String version : List.of("11", "12")) {
      Branch left = Branch.of(version);
      left.joinRule("public");
      Event first = left.levels(CREATOR, "'@carol:a.example':1");
      left.levels(CREATOR, "'" + ALICE + "':100");
      left.membership(ALICE, ALICE, "join");
      left.membership(BOB, BOB, "join");
      Event third = left.levels(ALICE, "'" + ALICE + "':100,'" + BOB + "':50");
      Branch right = left.fork();
      right.state.put(StateKey.POWER_LEVELS, first.id());

      assertThat(Requests.resolve(left, right))
          .containsEntry(StateKey.POWER_LEVELS, version.equals("12") ? third.id() : first.id());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aRejectedAuthEventDoesNotCount(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "");
    Event rule = left.joinRule("public");
    Event join = left.membership(BOB, BOB, "join");
    left.membership(ALICE, ALICE, "join"); // so that the rule is in all auth chains
    // Given states that hold no join rules, so that those among the auth events decide.
    left.state.remove(StateKey.JOIN_RULES);
    Branch right = left.fork();
    right.state.remove(BOBS_PLACE);
    List<Map<StateKey, EventId>> states = List.of(left.state, right.state);

    assertThat(Requests.resolve(left.room, states, Requests.source(left.pool, Set.of())))
        .containsEntry(BOBS_PLACE, join.id());
    assertThat(Requests.resolve(left.room, states, Requests.source(left.pool, Set.of(rule.id()))))
        .doesNotContainKey(BOBS_PLACE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void whatAllBranchesHaveStaysWithoutAQuestion(String version) {
    Branch branch = Branch.of(version);
    branch.levels(CREATOR, "");
    EventSource none =
        new CountingSource(
            _ -> {
              throw new AssertionError("nothing needs to be read");
            },
            Requests.source(branch.pool, Set.of()));
    for (List<Map<StateKey, EventId>> branches :
        List.of(List.of(branch.state), List.of(branch.state, branch.state))) {
      ResolutionRequest request =
          new ResolutionRequest(
              branch.room.version(),
              branch.room.id(),
              branches,
              CommonState.of(Map.of()),
              none,
              (_, _) -> Set.of());

      assertThat(
              Requests.algorithm(branch.room).resolve(request, Branch.RULES, ResolutionTrace.NONE))
          .isEqualTo(branch.state);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void aSmallConflictInALargeRoomReadsLittle(String version) {
    Branch left = Branch.of(version);
    left.levels(CREATOR, "'" + ALICE + "':50");
    left.joinRule("public");
    left.membership(ALICE, ALICE, "join");
    for (int i = 0; i < 2000; i++) {
      String user = "@u" + i + ":b.example";
      left.membership(user, user, "join");
    }
    Branch right = left.fork();
    left.send(CREATOR, "m.room.topic", "", "{'topic':'left'}");
    left.membership(ALICE, ALICE, "leave");
    right.send(ALICE, "m.room.topic", "", "{'topic':'right'}");
    right.membership("@u7:b.example", "@u7:b.example", "leave");
    List<EventId> read = new ArrayList<>();
    EventSource counting = new CountingSource(read::addAll, Requests.source(left.pool, Set.of()));

    Requests.resolve(left.room, List.of(left.state, right.state), counting);

    assertThat(read).doesNotHaveDuplicates().hasSizeLessThan(20);
  }

  @Test
  void anUnknownEventInAStateIsAFault() {
    Branch left = Branch.of("11");
    Branch right = left.fork();
    right.state.put(TOPIC, new EventId("$unknown"));

    assertThatThrownBy(() -> Requests.resolve(left, right))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$unknown");
  }
}
