package org.ashlar.room.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.base.id.EventId;
import org.ashlar.room.auth.AuthRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a fork costs in which all is contested, in counts, which are the same on any machine. The
/// times are held against their bars by the benchmarks of `itests/bench/micro`.
class PowerStruggleTest {
  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();
  private final AtomicInteger judged = new AtomicInteger();
  private final Set<EventId> distinct = new HashSet<>();

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void eachContestedEventIsJudgedOnceAndReadAboutOnce(String version) {
    PowerStruggle struggle = struggle(version, PowerStruggle.EVENTS);

    struggle.resolve(counted());

    assertThat(struggle.conflicted()).isEqualTo(PowerStruggle.EVENTS);
    assertThat(distinct).hasSizeGreaterThanOrEqualTo(PowerStruggle.EVENTS);
    assertThat(judged).hasValue(PowerStruggle.EVENTS);
    assertThat(read).hasValueLessThan(PowerStruggle.EVENTS * 11 / 10);
    assertThat(batches).hasValueLessThan(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"11", "12"})
  void twiceAsManyEventsAreReadTwiceAsOften(String version) {
    struggle(version, PowerStruggle.EVENTS).resolve(counted());
    int some = read.getAndSet(0);
    int someJudged = judged.getAndSet(0);

    struggle(version, 2 * PowerStruggle.EVENTS).resolve(counted());

    assertThat(read.get()).isLessThan(some * 22 / 10);
    assertThat(judged.get()).isLessThan(someJudged * 22 / 10);
  }

  private PowerStruggle struggle(String version, int events) {
    return new PowerStruggle(
        version,
        events,
        ids -> {
          batches.incrementAndGet();
          read.addAndGet(ids.size());
          distinct.addAll(ids);
        });
  }

  private AuthRules counted() {
    return (AuthRules)
        Proxy.newProxyInstance(
            PowerStruggleTest.class.getClassLoader(),
            new Class<?>[] {AuthRules.class},
            (_, method, arguments) -> {
              if (method.getName().equals("check")) {
                judged.incrementAndGet();
              }
              try {
                return method.invoke(Branch.RULES, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
