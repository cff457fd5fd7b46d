package org.ashlar.itests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ashlar.room.resolve.RandomGraphs;
import org.junit.jupiter.api.Test;

/// Forks of random rooms resolve here to what they resolve to with the reference implementation.
class ResolutionIT {
  private static final List<String> VERSIONS = List.of("1", "2", "6", "10", "11", "12");
  private static final int ROOMS = 100;
  private static final int FORKS = 10;

  @Test
  void synapseResolvesRandomForksToTheSameStates() throws Exception {
    var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    var synapse = Scripts.python(module, "synapse");
    RandomGraphs.write(synapse.folder().resolve("graphs.jsonl"), VERSIONS, ROOMS, FORKS);

    try (var running = synapse.start("resolve.py", "graphs.jsonl")) {
      int exit = running.exit(Duration.ofMinutes(5));
      System.out.print(running.output());
      assertThat(exit).as(running.output()).isZero();
      assertThat(running.output().lines())
          .hasSize(VERSIONS.size())
          .allMatch(line -> line.endsWith(": " + ROOMS * FORKS + " forks equal, 0 different"));
    }
  }
}
