package org.ashlar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks of state resolution and holds their averages against the bars. For a quiet
/// machine.
class ResolutionBarsTest {
  @Test
  void forksAreResolvedFastEnough() throws RunnerException {
    for (RunResult result :
        new Runner(new OptionsBuilder().include(ResolutionBench.class.getName()).build()).run()) {
      String name = result.getParams().getBenchmark();
      double bar = name.endsWith("thousandPowerEvents") ? 300 : 50;
      assertThat(result.getPrimaryResult().getScore()).as(name).isLessThan(bar);
    }
  }
}
