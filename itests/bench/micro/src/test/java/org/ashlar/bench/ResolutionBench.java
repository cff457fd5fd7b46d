package org.ashlar.bench;

import java.util.concurrent.TimeUnit;
import org.ashlar.room.core.LargeFork;
import org.ashlar.room.resolve.PowerStruggle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What forks cost: a large room with few differences, and a small one in which all is contested.
/// The store is in memory; nodes and events are read from their bytes each time.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ResolutionBench {
  private static final int MEMBERS = 20_000;

  /// The room version: `v2` and `v2.1`.
  @Param({"11", "12"})
  private String version;

  private LargeFork fork;
  private LargeFork deepFork;
  private PowerStruggle struggle;

  /// Arranges the rooms.
  @Setup
  public void arrange() {
    fork = new LargeFork(version, MEMBERS, false);
    deepFork = new LargeFork(version, MEMBERS, true);
    struggle = new PowerStruggle(version);
  }

  /// Two states of 20,000 entries that differ in 50.
  @Benchmark
  public Object fiftyOfTwentyThousand() {
    fork.forget();
    return fork.resolve();
  }

  /// The same, with events in the auth chains that are in no state.
  @Benchmark
  public Object fiftyOfTwentyThousandWithDeepChains() {
    deepFork.forget();
    return deepFork.resolve();
  }

  /// 1,000 conflicted power levels, bans, kicks and joins.
  @Benchmark
  public Object thousandPowerEvents() {
    return struggle.get();
  }
}
