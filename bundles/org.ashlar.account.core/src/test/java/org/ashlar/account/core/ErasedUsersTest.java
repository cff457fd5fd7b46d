package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.ashlar.base.id.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasedUsersTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final UserId BOB = new UserId("@bob:test");
  private static final UserId STRANGER = new UserId("@alice:elsewhere");

  private final AccountHouse house = new AccountHouse();

  @BeforeEach
  void makeUsers() {
    house.accounts.createUser("alice", "secret", false);
    house.accounts.createUser("bob", "secret", false);
  }

  @Test
  void knowsAtOnceWhomItErased() {
    assertThat(house.accounts.erased(List.of(ALICE, BOB, STRANGER, ALICE))).isEmpty();

    house.accounts.deactivate(ALICE, true);
    house.accounts.deactivate(BOB, false);

    assertThat(house.accounts.erased(List.of(ALICE, BOB, STRANGER))).containsExactly(ALICE);
    assertThat(house.accounts.erased(List.of())).isEmpty();
  }

  @Test
  void hearsWithinAMinuteWhomAnotherVersionErased() {
    assertThat(house.accounts.erased(List.of(ALICE))).isEmpty();
    house.another().deactivate(ALICE, true);

    assertThat(house.accounts.erased(List.of(ALICE))).isEmpty();
    house.pass(Duration.ofMinutes(1));
    assertThat(house.accounts.erased(List.of(ALICE))).containsExactly(ALICE);
  }
}
