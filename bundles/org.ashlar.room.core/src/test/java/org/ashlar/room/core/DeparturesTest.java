package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.base.id.RoomId;
import org.ashlar.room.ChangeMembership.Action;
import org.ashlar.store.Chore;
import org.ashlar.store.MembershipRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeparturesTest {
  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aUserLeavesRoomsDeclinesInvitationsAndWithdrawsKnocks() {
    // Given
    RoomId joined = house.room("12", "public_chat");
    house.join(BOB, joined);
    house.room("12", "private_chat", BOB);
    RoomId knocked = house.room("12", "private_chat");
    house.state(ALICE, knocked, "m.room.join_rules", "", "{\"join_rule\":\"knock\"}");
    house.change(BOB, knocked, Action.KNOCK, BOB);
    RoomId banned = house.room("12", "public_chat");
    house.change(ALICE, banned, Action.BAN, BOB);
    // When
    house.departures.leaveAll(BOB);
    house.settle(() -> house.store.chores().isEmpty());
    // Then
    assertThat(house.store.memberships(BOB))
        .extracting(MembershipRow::membership)
        .containsExactlyInAnyOrder("leave", "leave", "leave", "ban");
    assertThat(house.store.memberships(ALICE))
        .extracting(MembershipRow::membership)
        .containsOnly("join");
  }

  @Test
  void whatAnEarlierLifeLeftUndoneIsTakenUp() {
    // Given
    RoomId room = house.room("12", "public_chat");
    house.join(BOB, room);
    house.store.keepChore(new Chore("leave-all", BOB.value()));
    // When
    house.departures.resume();
    house.settle(() -> house.store.chores().isEmpty());
    // Then
    assertThat(house.store.memberships(BOB))
        .extracting(MembershipRow::membership)
        .isEqualTo(List.of("leave"));
  }
}
