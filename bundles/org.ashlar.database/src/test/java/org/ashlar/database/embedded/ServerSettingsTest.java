package org.ashlar.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
  private static final long GIGABYTE = 1L << 30;

  @ParameterizedTest
  @CsvSource({"1, 128MB", "4, 512MB", "64, 1024MB"})
  void boundsTheBuffersByTheMemory(long memory, String buffers) {
    assertThat(arguments(memory, 100)).contains("shared_buffers=" + buffers);
  }

  @ParameterizedTest
  @CsvSource({"5, 1GB", "20, 2GB", "100, 4GB"})
  void boundsTheLogByTheDisk(long disk, String log) {
    assertThat(arguments(8, disk)).contains("max_wal_size=" + log);
  }

  @Test
  void keepsDurabilityOnAndStaysOffTheNetwork() {
    assertThat(arguments(8, 100))
        .contains(
            "fsync=on",
            "full_page_writes=on",
            "synchronous_commit=on",
            "listen_addresses=",
            "unix_socket_directories=/tmp/s",
            "max_connections=40",
            "jit=off");
  }

  @Test
  void letsTheOperatorHaveTheLastWord() {
    List<String> arguments =
        new ServerSettings(GIGABYTE, GIGABYTE, 40, List.of("jit=on")).arguments(Path.of("/tmp/s"));

    assertThat(arguments).endsWith("-c", "jit=on");
  }

  private static List<String> arguments(long memory, long disk) {
    return new ServerSettings(memory * GIGABYTE, disk * GIGABYTE, 40, List.of())
        .arguments(Path.of("/tmp/s"));
  }
}
