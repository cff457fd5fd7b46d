package org.ashlar.account.core.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.ashlar.account.core.password.PasswordHasher.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHasherTest {
  private final PasswordHasher hasher = new PasswordHasher(new HashCost(8, 1, 1));

  /// From the tests of the reference implementation of Argon2.
  @Test
  void readsWhatTheReferenceImplementationWrites() {
    String encoded =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    assertThat(hasher.verify("password", encoded)).isEqualTo(Verdict.RIGHT);
    assertThat(hasher.verify("Password", encoded)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void saltsEachHash() {
    assertThat(hasher.hash("secret")).isNotEqualTo(hasher.hash("secret"));
  }

  @Test
  void tellsWeakHashesApart() {
    String weak = hasher.hash("secret");
    hasher.apply(new HashCost(16, 1, 1));

    assertThat(hasher.verify("secret", weak)).isEqualTo(Verdict.RIGHT_BUT_WEAK);
    assertThat(hasher.verify("wrong", weak)).isEqualTo(Verdict.WRONG);
    assertThat(hasher.verify("secret", hasher.hash("secret"))).isEqualTo(Verdict.RIGHT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "$argon2id$v=19$m=8,t=1,p=1$$", "$2b$12$abc"})
  void takesNothingForAHashThatIsNone(String encoded) {
    assertThat(hasher.verify("secret", encoded)).isEqualTo(Verdict.WRONG);
    assertThat(hasher.verify("secret", null)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void tellsLongPasswordsApartInTheirLastCharacter() {
    String encoded = hasher.hash("x".repeat(200) + "a");

    assertThat(hasher.verify("x".repeat(200) + "b", encoded)).isEqualTo(Verdict.WRONG);
    assertThat(hasher.verify("x".repeat(200) + "a", encoded)).isEqualTo(Verdict.RIGHT);
  }

  @Test
  void servesAllWhoWaitForTheOnePlace() throws InterruptedException {
    String encoded = hasher.hash("secret");
    AtomicInteger right = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    Thread.startVirtualThread(
                        () -> {
                          if (hasher.verify("secret", encoded) == Verdict.RIGHT) {
                            right.incrementAndGet();
                          }
                        }))
            .toList();

    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(right).hasValue(50);
  }
}
