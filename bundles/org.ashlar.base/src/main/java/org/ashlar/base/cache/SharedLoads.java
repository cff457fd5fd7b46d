package org.ashlar.base.cache;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.task.Tasks;
import org.jspecify.annotations.Nullable;

/// Loads once what several want at the same moment. The load is work of its own, linked with who
/// came first: no bill has it, no line of those who wait bears another's id, and it goes on when
/// one of them is cancelled. Whoever waits, the first as well, is charged [Charge#SHARED_WAIT],
/// with a piece that names the load. Keeps nothing once it is loaded: that is what a [BoundedCache]
/// is for. Any thread.
///
/// @param <K> keys
/// @param <V> what is loaded
public final class SharedLoads<K, V> {
  private final Tasks tasks;
  private final String role;
  private final ConcurrentMap<K, Load<V>> loads = new ConcurrentHashMap<>();

  /// @param tasks what runs the loads; it belongs to the owner, who closes it
  /// @param what what is loaded, the same for all keys, such as `room.head`
  public SharedLoads(Tasks tasks, String what) {
    this.tasks = tasks;
    this.role = "load " + what;
  }

  /// Waits for the load that is under way for a key, or starts one.
  ///
  /// @param key the key
  /// @param loader loads, on another thread and in a context of its own; it puts into a cache what
  ///   is to be kept, and looks there first, as another load may just have ended
  /// @return what was loaded, the same for all that wait
  /// @throws RuntimeException what the loader throws, to all that wait; 503 when the waiting thread
  ///   is interrupted
  /// @throws IllegalStateException when the owner's tasks have been closed
  public V load(K key, Supplier<? extends V> loader) {
    Load<V> fresh = new Load<>(new FutureTask<>(loader::get));
    Load<V> known = loads.putIfAbsent(key, fresh);
    if (known == null) {
      start(key, fresh);
      known = fresh;
    }
    long since = System.nanoTime();
    try {
      return result(known.task);
    } finally {
      String id = known.id;
      RequestContext.current().spent(Charge.SHARED_WAIT, id == null ? role : id, since);
    }
  }

  /// Loads that are under way.
  ///
  /// @return 0 or more
  public int size() {
    return loads.size();
  }

  private void start(K key, Load<V> load) {
    boolean started = false;
    try {
      tasks.background(role, () -> run(key, load));
      started = true;
    } finally {
      if (!started) {
        end(key, load);
      }
    }
  }

  private void run(K key, Load<V> load) {
    RequestContext context = RequestContext.current();
    load.id = context.id();
    try {
      load.task.run();
    } finally {
      end(key, load);
    }
    if (load.task.state() != Future.State.SUCCESS) {
      context.finish("failed");
    }
  }

  /// Those who came while it could not be started must not wait for ever.
  private void end(K key, Load<V> load) {
    loads.remove(key, load);
    load.task.cancel(false);
  }

  private static <V> V result(Future<V> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopping();
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case RuntimeException fault -> fault;
        case Error fault -> throw fault;
        case null, default -> new IllegalStateException(e.getCause());
      };
    } catch (CancellationException e) {
      throw stopping();
    }
  }

  private static MatrixException stopping() {
    return MatrixException.unavailable("The server is stopping.");
  }

  /// A load, and the id of its context once it runs.
  private static final class Load<V> {
    private final FutureTask<V> task;
    private volatile @Nullable String id;

    Load(FutureTask<V> task) {
      this.task = task;
    }
  }
}
