package org.ashlar.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The settings our PostgreSQL runs with, all given on the command line, so that the data folder
/// can be copied and nobody's file can switch durability off.
///
/// @param memory bytes of memory that this machine or container has
/// @param disk bytes that are free where the data lies
/// @param sessions most sessions at a time
/// @param extra settings of the operator, each `name=value`; they come last and win
record ServerSettings(long memory, long disk, int sessions, List<String> extra) {
  private static final long MEGABYTE = 1L << 20;
  private static final long GIGABYTE = 1L << 30;

  ServerSettings {
    extra = List.copyOf(extra);
  }

  static ServerSettings forMachine(Path dataFolder, int sessions, List<String> extra)
      throws IOException {
    long disk = Files.getFileStore(dataFolder).getUsableSpace();
    return new ServerSettings(memoryOfMachine(), disk, sessions, extra);
  }

  /// @param socketFolder where the Unix socket is made
  /// @return arguments for `postgres`
  List<String> arguments(Path socketFolder) {
    Map<String, String> settings = new LinkedHashMap<>();
    durability(settings);
    sizes(settings);
    quiet(settings);
    settings.put("listen_addresses", "");
    settings.put("port", "5432");
    settings.put("unix_socket_directories", socketFolder.toString());
    List<String> arguments = new ArrayList<>();
    settings.forEach((name, value) -> add(arguments, name + "=" + value));
    extra.forEach(setting -> add(arguments, setting));
    return arguments;
  }

  private void durability(Map<String, String> settings) {
    settings.put("fsync", "on");
    settings.put("full_page_writes", "on");
    settings.put("synchronous_commit", "on");
  }

  private void sizes(Map<String, String> settings) {
    long buffers = Math.clamp(memory / 8, 128 * MEGABYTE, GIGABYTE);
    settings.put("max_connections", Integer.toString(sessions));
    settings.put("shared_buffers", buffers / MEGABYTE + "MB");
    settings.put("effective_cache_size", Math.max(256, memory / 2 / MEGABYTE) + "MB");
    settings.put("wal_buffers", "16MB");
    settings.put(
        "max_wal_size", disk > 40 * GIGABYTE ? "4GB" : disk > 10 * GIGABYTE ? "2GB" : "1GB");
    settings.put("checkpoint_timeout", "15min");
    settings.put("checkpoint_completion_target", "0.9");
    settings.put("random_page_cost", "1.1");
  }

  /// What many small statements do not need, and what would only cost memory and log lines.
  private void quiet(Map<String, String> settings) {
    settings.put("jit", "off");
    settings.put("io_method", "sync");
    settings.put("max_parallel_workers_per_gather", "0");
    settings.put("max_logical_replication_workers", "0");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    settings.put("log_checkpoints", "off");
    settings.put("log_min_messages", "warning");
    settings.put("log_line_prefix", "%m [%p] ");
  }

  private static void add(List<String> arguments, String setting) {
    arguments.add("-c");
    arguments.add(setting);
  }

  private static long memoryOfMachine() throws IOException {
    long machine = 2 * GIGABYTE;
    for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
      if (line.startsWith("MemTotal:")) {
        machine = Long.parseLong(line.replaceAll("\\D", "")) << 10;
      }
    }
    Path limit = Path.of("/sys/fs/cgroup/memory.max");
    if (Files.isReadable(limit)) {
      String text = Files.readString(limit).strip();
      machine = text.matches("\\d{1,18}") ? Math.min(machine, Long.parseLong(text)) : machine;
    }
    return machine;
  }
}
