package org.ashlar.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.store.Position;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final SyncToken TOKEN =
      new SyncToken(new Position(1, 1000), new Position(1, 36), new Position(2, 0), 77, 5);

  @Test
  void aSyncTokenHasOneText() {
    assertThat(TOKEN.encode()).isEqualTo("s1_rs_10_0_25_5_1_1_2");
    assertThat(SyncToken.parse("s1_rs_10_0_25_5_1_1_2")).isEqualTo(TOKEN);
  }

  @Test
  void aSyncTokenFromBeforePresenceStaysAsItIs() {
    SyncToken later =
        new SyncToken(
            TOKEN.events(),
            TOKEN.accountData(),
            TOKEN.receipts(),
            TOKEN.typingEpoch(),
            TOKEN.typingSerial(),
            new Position(2, 40),
            null);

    assertThat(later.encode()).isEqualTo("s1_rs_10_0_25_5_1_1_2_14_2");
    assertThat(SyncToken.parse("s1_rs_10_0_25_5_1_1_2_14_2")).isEqualTo(later);
    assertThat(SyncToken.parse("s1_rs_10_0_25_5_1_1_2").presence()).isNull();
    assertThat(SyncToken.parse("s1_rs_10_0_25_5_1_1_2").encode())
        .isEqualTo("s1_rs_10_0_25_5_1_1_2");
  }

  @Test
  void aSyncTokenFromBeforeRoomsWereCompletedStaysAsItIs() {
    SyncToken later =
        new SyncToken(
            TOKEN.events(),
            TOKEN.accountData(),
            TOKEN.receipts(),
            TOKEN.typingEpoch(),
            TOKEN.typingSerial(),
            null,
            new Position(1, 3));

    assertThat(later.encode()).isEqualTo("s1_rs_10_0_25_5_1_1_2_0_0_3_1");
    assertThat(SyncToken.parse("s1_rs_10_0_25_5_1_1_2_0_0_3_1")).isEqualTo(later);
    assertThat(SyncToken.parse("s1_rs_10_0_25_5_1_1_2_14_2").completed()).isNull();
    assertThat(SyncToken.parse("s1_rs_10_0_25_5_1_1_2_14_2_3_1").presence())
        .isEqualTo(new Position(2, 40));
    assertThatThrownBy(() -> SyncToken.parse("s1_rs_10_0_25_5_1_1_2_0_0"))
        .isInstanceOf(MatrixException.class);
    assertThatThrownBy(() -> SyncToken.parse("s1_rs_10_0_25_5_1_1_2_0_0_0_0"))
        .isInstanceOf(MatrixException.class);
  }

  @Test
  void everySyncTokenIsReadBackAsItWas() {
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      SyncToken token =
          new SyncToken(
              position(random), position(random), position(random), random.nextLong(), any(random));
      assertThat(SyncToken.parse(token.encode())).isEqualTo(token);
    }
  }

  @Test
  void everyRoomTokenIsReadBackAsItWas() {
    Random random = new Random(5);
    for (TimelinePoint edge : List.of(TimelinePoint.START, TimelinePoint.END)) {
      assertThat(RoomToken.parse(RoomToken.topological(edge).encode()).point()).isEqualTo(edge);
    }
    for (int i = 0; i < 10_000; i++) {
      TimelinePoint point = new TimelinePoint(any(random), random.nextLong());
      TimelineOrder order = random.nextBoolean() ? TimelineOrder.STREAM : TimelineOrder.TOPOLOGICAL;
      RoomToken token = new RoomToken(order, point);
      assertThat(RoomToken.parse(token.encode())).isEqualTo(token);
    }
  }

  @Test
  void aSyncTokenStandsForThePointOfItsEvents() {
    assertThat(RoomToken.parse(TOKEN.encode())).isEqualTo(RoomToken.stream(1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s1",
        "s1_",
        "s72594_4483_1934",
        "s1_rs_10_0_25_5_1_1",
        "s1_rs_10_0_25_5_1_1_2_3",
        "s1_RS_10_0_25_5_1_1_2",
        "s1_0rs_10_0_25_5_1_1_2",
        "s1_+rs_10_0_25_5_1_1_2",
        "s1_-rs_10_0_25_5_1_1_2",
        "s1_rs_10_0_25_5_0_1_2",
        "s1_rs_10_0_25_5_zzzzzzz_1_2",
        "s1_rs_10_0_25_-5_1_1_2",
        "s1_zzzzzzzzzzzzzzzz_10_0_25_5_1_1_2",
        "s1_rs_10_0_25_5_1_1_٢",
        "s2_rs_10_0_25_5_1_1_2",
        "s1_rs__0_25_5_1_1_2",
        "t1_1_1"
      })
  void whatIsNoSyncTokenIsRefused(String text) {
    assertRefused(() -> SyncToken.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "t",
        "t1_",
        "t1_1",
        "t1_1_2_3",
        "r1_",
        "r1_-0",
        "r1_1_2",
        "r1x1",
        "s1_1",
        "end"
      })
  void whatIsNoRoomTokenIsRefused(String text) {
    assertRefused(() -> RoomToken.parse(text));
  }

  private static void assertRefused(Runnable parse) {
    assertThatThrownBy(parse::run)
        .isInstanceOfSatisfying(
            MatrixException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAM);
              assertThat(e.status()).isEqualTo(400);
            });
  }

  private static Position position(Random random) {
    return new Position(1 + random.nextInt(40), any(random));
  }

  private static long any(Random random) {
    return random.nextLong() >>> 1 + random.nextInt(63);
  }
}
