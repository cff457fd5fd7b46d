package org.ashlar.account.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.ashlar.account.Caller;
import org.ashlar.account.StoredSession;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private Instant now = Instant.EPOCH;
  private final TokenCache cache = new TokenCache(2, () -> now);

  @Test
  void wantsTheStoreToBeAskedAgainAfterAMinute() {
    cache.put(hash("a"), session(1), cache.drops());
    now = now.plusMillis(59_999);
    assertThat(cache.get(hash("a"))).isEqualTo(session(1));

    now = now.plusMillis(1);

    assertThat(cache.get(hash("a"))).isNull();
  }

  @Test
  void doesNotTakeInWhatWasReadBeforeADrop() {
    long before = cache.drops();
    cache.drop(session -> false);

    cache.put(hash("a"), session(1), before);

    assertThat(cache.get(hash("a"))).isNull();
  }

  @Test
  void forgetsWhatWasNotUsedForLongest() {
    cache.put(hash("a"), session(1), cache.drops());
    cache.put(hash("b"), session(2), cache.drops());
    cache.get(hash("a"));

    cache.put(hash("c"), session(3), cache.drops());

    assertThat(cache.get(hash("a"))).isEqualTo(session(1));
    assertThat(cache.get(hash("b"))).isNull();
    assertThat(cache.get(hash("c"))).isEqualTo(session(3));
  }

  @Test
  void dropsWhatIsNamed() {
    cache.put(hash("a"), session(1), cache.drops());
    cache.put(hash("b"), session(2), cache.drops());

    cache.drop(session -> session.caller().session() == 1);

    assertThat(cache.get(hash("a"))).isNull();
    assertThat(cache.get(hash("b"))).isEqualTo(session(2));
  }

  private static byte[] hash(String text) {
    return AccessTokens.hash(text);
  }

  private static StoredSession session(long number) {
    return new StoredSession(
        new Caller(
            new UserId("@a:test"),
            new DeviceId("D"),
            Caller.Kind.USER,
            false,
            Caller.Status.ACTIVE,
            Set.of(),
            number),
        null,
        false);
  }
}
