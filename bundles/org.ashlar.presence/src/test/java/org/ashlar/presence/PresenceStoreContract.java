package org.ashlar.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Position;
import org.junit.jupiter.api.Test;

/// What every store of presence does.
public abstract class PresenceStoreContract {
  private final String seed = UUID.randomUUID().toString();
  private final UserId alice = new UserId("@alice" + seed + ":test");
  private final UserId bob = new UserId("@bob" + seed + ":test");

  /// The store under test, which may hold other users.
  protected abstract PresenceStore store();

  @Test
  void whatIsWrittenIsReadBackWithItsPosition() {
    Position before = store().position();

    Position last =
        store()
            .write(
                List.of(
                    status(alice, PresenceState.ONLINE, "at work", 1_700_000_000_000L),
                    status(bob, PresenceState.UNAVAILABLE, null, 0)));

    assertThat(last.number()).isEqualTo(before.number() + 2);
    assertThat(store().position()).isEqualTo(last);
    assertThat(store().of(List.of(bob, alice)))
        .containsExactly(
            new PresenceStatus(
                alice,
                PresenceState.ONLINE,
                "at work",
                1_700_000_000_000L,
                new Position(last.writer(), last.number() - 1)),
            new PresenceStatus(bob, PresenceState.UNAVAILABLE, null, 0, last));
    assertThat(store().of(List.of(new UserId("@never:test")))).isEmpty();
  }

  @Test
  void theProfileIsKeptAsItWasToldLast() {
    JsonObject profile =
        JsonObject.builder()
            .put("displayname", "Älice \0 \"A\"")
            .put("avatar_url", "mxc://a/b")
            .build();
    PresenceStatus named =
        new PresenceStatus(alice, PresenceState.ONLINE, null, 1, Position.START, profile);

    store().write(List.of(named));

    assertThat(store().of(List.of(alice)).getFirst().profile()).isEqualTo(profile);
    store().write(List.of(status(alice, PresenceState.ONLINE, null, 2)));
    assertThat(store().of(List.of(alice)).getFirst().profile()).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void changesAreToldOnceAsTheyAreNow() {
    Position before = store().position();
    store().write(List.of(status(alice, PresenceState.ONLINE, "one", 1)));
    Position middle = store().write(List.of(status(bob, PresenceState.ONLINE, null, 2)));
    Position last = store().write(List.of(status(alice, PresenceState.OFFLINE, "two", 3)));

    assertThat(store().since(before, last))
        .extracting(PresenceStatus::user)
        .containsExactly(bob, alice);
    assertThat(store().since(before, middle)).extracting(PresenceStatus::user).containsExactly(bob);
    assertThat(store().since(middle, last))
        .containsExactly(new PresenceStatus(alice, PresenceState.OFFLINE, "two", 3, last));
    assertThat(store().since(last, last)).isEmpty();
  }

  @Test
  void thosePresentAreThoseWhoAreNotOffline() {
    store().write(List.of(status(alice, PresenceState.UNAVAILABLE, null, 1)));
    store().write(List.of(status(bob, PresenceState.OFFLINE, "gone", 1)));

    assertThat(store().present())
        .extracting(PresenceStatus::user)
        .contains(alice)
        .doesNotContain(bob);
  }

  private static PresenceStatus status(
      UserId user, PresenceState state, String message, long lastActive) {
    return new PresenceStatus(user, state, message, lastActive, Position.START);
  }
}
