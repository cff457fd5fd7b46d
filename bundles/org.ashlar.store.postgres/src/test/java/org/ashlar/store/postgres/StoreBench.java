package org.ashlar.store.postgres;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.ashlar.base.json.JsonObject;
import org.ashlar.database.PooledDatabase;
import org.ashlar.database.embedded.EmbeddedServer;
import org.ashlar.database.pool.PoolSettings;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStore;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.Transaction;

/// Appends events of 1 KiB from many virtual threads through the simplest group commit, and tells
/// what an event costs. Signing is part of the figure of the JVM and is stated apart.
///
/// Arguments: number of appenders (64), seconds of each of three windows (5), share of state events
/// in per cent (0).
final class StoreBench {
  private static final int WARM_UP_SECONDS = 8;
  private static final int TICKS = 100;

  private final int appenders;
  private final int seconds;
  private final int statePercent;
  private final AtomicLong stored = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
  private final String body = "x".repeat(640);
  private volatile boolean stopped;

  private StoreBench(int appenders, int seconds, int statePercent) {
    this.appenders = appenders;
    this.seconds = seconds;
    this.statePercent = statePercent;
  }

  public static void main(String[] args) throws InterruptedException, IOException {
    int appenders = args.length > 0 ? Integer.parseInt(args[0]) : 64;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
    int statePercent = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    Path folder = Files.createTempDirectory("ashlar-bench-");
    Path binaries = Path.of(System.getProperty("java.io.tmpdir"), "ashlar-test-postgres");
    // The settings of a real server: fsync, full_page_writes and synchronous_commit are on.
    EmbeddedServer server =
        new EmbeddedServer(folder, new EmbeddedServer.Options(40, List.of(), binaries));
    server.start();
    PooledDatabase database =
        new PooledDatabase(
            server::sessions, new PoolSettings(8, Duration.ofSeconds(10), Duration.ofSeconds(60)));
    PostgresEventStore store = TestStores.writing(database);
    new StoreBench(appenders, seconds, statePercent).run(store);
    store.deactivate();
    database.close();
    server.close();
    System.out.println("left behind: " + folder);
    System.exit(0);
  }

  private void run(EventStore store) throws InterruptedException, IOException {
    System.out.printf("signing and building alone: %.4f ms per event%n", signing(store));
    GroupQueue queue = new GroupQueue(() -> store);
    for (int i = 0; i < appenders; i++) {
      int number = i;
      Thread.ofVirtual().start(() -> send(store, queue, number));
    }
    Thread.sleep(WARM_UP_SECONDS * 1_000L);
    for (int window = 1; window <= 3; window++) {
      measure(queue, window);
    }
    stopped = true;
    Thread.sleep(200);
    queue.close();
  }

  private void measure(GroupQueue queue, int window) throws InterruptedException, IOException {
    latencies.clear();
    long events = stored.get();
    long batches = queue.batches();
    long jvm = jvmNanos();
    double postgres = postgresSeconds();
    long start = System.nanoTime();
    Thread.sleep(seconds * 1_000L);
    double elapsed = (System.nanoTime() - start) / 1e9;
    long more = stored.get() - events;
    double jvmMillis = (jvmNanos() - jvm) / 1e6 / more;
    double postgresMillis = (postgresSeconds() - postgres) * 1e3 / more;
    long[] times = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "window %d: %d appenders, %d %% state: %,.0f events/s, %.1f per commit,"
            + " CPU per event: JVM %.4f + PostgreSQL %.4f ms, p50 %.2f p99 %.2f ms, load %s%n",
        window,
        appenders,
        statePercent,
        more / elapsed,
        more / (double) (queue.batches() - batches),
        jvmMillis,
        postgresMillis,
        times[times.length / 2] / 1e6,
        times[times.length * 99 / 100] / 1e6,
        Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
  }

  private void send(EventStore store, GroupQueue queue, int number) {
    SampleRoom room = SampleRoom.create(store, "bench " + number + " " + System.nanoTime());
    queue.append(room.append());
    for (int i = 0; !stopped; i++) {
      if (i % 100 < statePercent) {
        room.state("m.bench", "k" + i % 300, JsonObject.builder().put("body", body).build());
      } else {
        room.message(body);
      }
      long start = System.nanoTime();
      Transaction transaction =
          new Transaction(SampleRoom.ALICE, "BENCH" + number, "PUT /send/m.room.message", "t" + i);
      AppendResult result = queue.append(room.append(transaction));
      if (!(result instanceof AppendResult.Stored)) {
        throw new IllegalStateException(result.toString());
      }
      stored.incrementAndGet();
      latencies.add(System.nanoTime() - start);
    }
  }

  private double signing(EventStore store) {
    SampleRoom room = SampleRoom.create(store, "signing");
    long cpu = 0;
    for (int round = 0; round < 3; round++) {
      cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (int i = 0; i < 5_000; i++) {
        room.message(body);
      }
      cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
      room.append();
    }
    return cpu / 1e6 / 5_000;
  }

  private static long jvmNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /// CPU time of all processes below the postmaster that this process started.
  private static double postgresSeconds() throws IOException {
    long ticks = 0;
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
        ticks += ticks(process);
      }
    }
    return ticks / (double) TICKS;
  }

  private static long ticks(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      List<String> fields = Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      boolean ours =
          stat.contains("(postgres)")
              && (isChild(fields.get(1)) || isChild(process.getFileName().toString()));
      // utime, stime, and for the postmaster those of children that have ended.
      return ours ? Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isChild(String pid) {
    return ProcessHandle.current().descendants().anyMatch(p -> p.pid() == Long.parseLong(pid));
  }
}
