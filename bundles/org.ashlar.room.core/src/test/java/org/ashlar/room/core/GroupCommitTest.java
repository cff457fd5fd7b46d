package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private final RoomHouse house = new RoomHouse();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void whatIsStoredIsAnsweredAsStoredThoughItCouldNotBePublished() {
    // Given
    RoomId room = house.room("12", "private_chat");
    house.publisher =
        _ -> {
          throw new IllegalStateException("no publisher");
        };
    // When
    EventId unpublished = house.message(ALICE, room, "stored");
    EventId next = house.message(ALICE, room, "stored too");
    house.publisher = house.published::addAll;
    EventId published = house.message(ALICE, room, "stored and published");
    // Then
    assertThat(house.timeline(room))
        .extracting(stored -> stored.event().id())
        .endsWith(unpublished, next, published);
    assertThat(house.published.getLast().eventId()).isEqualTo(published);
  }
}
