// What the server does with more than it can: finds its capacity with k senders (or an eighth as
// many
// readers) that wait for each answer, then sends at 70 % and at 200 % of that, at moments that do
// not
// depend on the answers, and compares how long those took that were served. Uses the connections of
// Load. JDK only.
//   java -cp CLASSES Overload --port 8008 [kind=send|read] [k=64] [seconds=10] [connections=400]

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

final class Overload {
  private static final long SECOND = 1_000_000_000L;

  private final boolean reads;
  private final Load.User[] users;
  private final String[] rooms;
  private final AtomicLong numbers = new AtomicLong();

  private Overload(boolean reads, int k) throws Exception {
    this.reads = reads;
    this.users = Load.users(k);
    this.rooms = new String[k];
    for (int i = 0; i < k; i++) {
      rooms[i] = Load.createRoom(users[i]);
    }
  }

  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--port")) {
        Load.ports = new int[] {Integer.parseInt(arguments[++i])};
      } else {
        String[] sides = arguments[i].split("=", 2);
        Load.opt.put(sides[0], sides[1]);
      }
    }
    int k = Load.num("k", 64);
    int seconds = Load.num("seconds", 10);
    int connections = Load.num("connections", 400);
    Overload overload = new Overload("read".equals(Load.opt.get("kind")), k);
    int workers = overload.reads ? Math.max(2, k / 8) : k;
    overload.closed(workers, seconds);
    double capacity = overload.closed(workers, seconds);
    Phase calm = overload.open(capacity * 0.7, seconds, connections);
    Phase flood = overload.open(capacity * 2, seconds, connections);
    Phase after = overload.open(capacity * 0.7, seconds, connections);
    System.out.printf(
        "{\"scenario\":\"overload\",\"kind\":\"%s\",\"capacity_per_s\":%.0f,%n"
            + " \"at_70\":%s,%n \"at_200\":%s,%n \"at_70_again\":%s,%n \"p99_ratio\":%.2f}%n",
        overload.reads ? "read" : "send",
        capacity,
        calm,
        flood,
        after,
        flood.percentile(99) / calm.percentile(99));
  }

  private Load.Resp call(Load.Conn connection) throws IOException {
    long number = numbers.getAndIncrement();
    int at = (int) (number % users.length);
    return reads
        ? connection.call(
            "GET",
            Load.V3 + "/rooms/" + Load.q(rooms[at]) + "/messages?dir=b&limit=20",
            users[at].token,
            null)
        : Load.send(connection, users[at], rooms[at], Load.RUN + "o" + number, "overload");
  }

  /// As many as k can who wait for each answer.
  ///
  /// @return answers per second
  private double closed(int k, int seconds) throws Exception {
    AtomicLong served = new AtomicLong();
    long start = System.nanoTime();
    long end = start + seconds * SECOND;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (Load.Conn connection = new Load.Conn()) {
                      while (System.nanoTime() < end) {
                        served.addAndGet(call(connection).ok() ? 1 : 0);
                      }
                    } catch (IOException e) {
                      System.err.println("error: " + e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return served.get() * (double) SECOND / (System.nanoTime() - start);
  }

  /// Requests at fixed moments, whatever becomes of them.
  private Phase open(double perSecond, int seconds, int connections) throws Exception {
    Phase phase = new Phase(perSecond, seconds);
    LinkedTransferQueue<Long> due = new LinkedTransferQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      threads.add(Thread.ofVirtual().start(() -> work(due, phase)));
    }
    long start = System.nanoTime();
    long count = (long) (perSecond * seconds);
    for (long i = 0; i < count; i++) {
      long moment = start + (long) (i * SECOND / perSecond);
      while (System.nanoTime() < moment) {
        LockSupport.parkNanos(moment - System.nanoTime());
      }
      due.add(moment);
    }
    phase.nanos = System.nanoTime() - start;
    for (int i = 0; i < connections; i++) {
      due.add(0L);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return phase;
  }

  private void work(LinkedTransferQueue<Long> due, Phase phase) {
    try (Load.Conn connection = new Load.Conn()) {
      for (long moment = due.take(); moment != 0; moment = due.take()) {
        try {
          phase.take(call(connection).status(), System.nanoTime() - moment);
        } catch (IOException e) {
          connection.close();
          phase.take(0, 0);
        }
      }
    } catch (Exception e) {
      System.err.println("error: " + e);
    }
  }

  /// What became of the requests of a phase.
  private static final class Phase {
    final double perSecond;
    final int seconds;
    final ConcurrentLinkedQueue<Long> served = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Long> shed = new ConcurrentLinkedQueue<>();
    final AtomicInteger failed = new AtomicInteger();
    long nanos;

    Phase(double perSecond, int seconds) {
      this.perSecond = perSecond;
      this.seconds = seconds;
    }

    void take(int status, long took) {
      switch (status) {
        case 200 -> served.add(took);
        case 429 -> shed.add(took);
        default -> failed.incrementAndGet();
      }
    }

    double percentile(int percent) {
      return percentile(served, percent);
    }

    private static double percentile(ConcurrentLinkedQueue<Long> times, int percent) {
      long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
      Arrays.sort(sorted);
      return sorted.length == 0 ? 0 : Load.at(sorted, percent);
    }

    @Override
    public String toString() {
      return String.format(
          "{\"sent_per_s\":%.0f,\"served_per_s\":%.0f,\"shed\":%d,\"failed\":%d,"
              + "\"p50_ms\":%.1f,\"p99_ms\":%.1f,\"shed_p99_ms\":%.1f}",
          (served.size() + shed.size() + failed.get()) * (double) SECOND / nanos,
          served.size() * (double) SECOND / nanos,
          shed.size(),
          failed.get(),
          percentile(50),
          percentile(99),
          percentile(shed, 99));
    }
  }
}
