package org.ashlar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks and holds their averages against the bars. For a quiet machine.
class EventBarsTest {
  @Test
  void eventsAreJudgedHashedAndVerifiedFastEnough() throws RunnerException {
    Collection<RunResult> results =
        new Runner(new OptionsBuilder().include(EventBench.class.getName()).build()).run();

    Map<String, Double> micros = new TreeMap<>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      micros.put(name.substring(name.lastIndexOf('.') + 1), result.getPrimaryResult().getScore());
    }
    assertThat(micros.get("authMessage")).isLessThan(20);
    assertThat(micros.get("authMember")).isLessThan(20);
    assertThat(micros.get("contentHash")).isLessThan(15);
    assertThat(micros.get("canonicalAndReferenceHash")).isLessThan(15);
    assertThat(micros.get("verifyEvents") / micros.get("verifyBouncyCastleAlone")).isLessThan(1.2);
  }
}
