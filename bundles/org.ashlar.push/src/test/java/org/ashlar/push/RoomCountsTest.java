package org.ashlar.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.ashlar.base.id.EventId;
import org.junit.jupiter.api.Test;

class RoomCountsTest {
  @Test
  void addsThreadsUpForReadersWhoKnowNone() {
    RoomCounts counts =
        new RoomCounts(
            new Unread(3, 1),
            Map.of(
                new EventId("$a"), new Unread(2, 2),
                new EventId("$b"), new Unread(1, 0)));

    assertThat(counts.whole()).isEqualTo(new Unread(6, 3));
    assertThat(RoomCounts.NONE.whole()).isEqualTo(Unread.NONE);
  }
}
