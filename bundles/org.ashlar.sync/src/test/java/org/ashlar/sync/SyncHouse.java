package org.ashlar.sync;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.presence.Presence;
import org.ashlar.push.UnreadCounts;
import org.ashlar.room.RoomViews;
import org.ashlar.room.core.ModelRooms;
import org.ashlar.store.EventStore;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.ashlar.stream.hub.MemoryStreamHub;

/// The sync service over real rooms, a real hub, and a store in memory. Something else can be made
/// to happen in the middle of an answer, and the hub to have forgotten what it may forget.
final class SyncHouse implements AutoCloseable {
  /// What an answer has that tells nothing.
  static final String[] QUIET = {
    "next_batch", "device_one_time_keys_count", "device_unused_fallback_key_types"
  };

  final MemoryStreamHub hub = new MemoryStreamHub();
  final MemoryUserData data = new MemoryUserData(hub);
  final ModelRooms rooms = new ModelRooms(new Selections(), hub, data);
  final StreamSyncService sync;
  private final Sources sources = Sources.of(new Selections());
  private Runnable meanwhile = () -> {};
  private Forgetfulness forgetfulness = () -> false;
  private int reads;
  private int storeReads;

  /// Says whether the hub has forgotten.
  interface Forgetfulness {
    boolean forgets();
  }

  SyncHouse() {
    sources
        .store()
        .bind(
            new NumberedReference<>(1, EventStore.class), watched(EventStore.class, rooms::store));
    sources
        .views()
        .bind(new NumberedReference<>(2, RoomViews.class), watched(RoomViews.class, rooms::views));
    sources
        .userData()
        .bind(new NumberedReference<>(3, UserData.class), watched(UserData.class, () -> data));
    sources.hub().bind(new NumberedReference<>(4, StreamHub.class), forgetting(hub));
    sync = new StreamSyncService("test", sources, InstantSource.system());
  }

  /// Lets somebody keep presence.
  void presence(Presence presence) {
    sources.presence().bind(new NumberedReference<>(5, Presence.class), presence);
  }

  /// Lets somebody count what is unread.
  void counts(UnreadCounts counts) {
    sources.counts().bind(new NumberedReference<>(6, UnreadCounts.class), counts);
  }

  /// Lets something happen before each read of an answer.
  void meanwhile(Runnable action) {
    meanwhile = action;
  }

  void forgetting(Forgetfulness value) {
    forgetfulness = value;
  }

  /// Reads of store, views and user data so far.
  int reads() {
    return reads;
  }

  /// Reads of the event store, below the views too, and of user data so far.
  int storeReads() {
    return storeReads + rooms.reads();
  }

  /// The answer of a request that does not wait.
  JsonObject answer(SyncRequest request) {
    return switch (sync.sync(request)) {
      case SyncOutcome.Answer answer -> Json.parseObject(answer.body());
      case SyncOutcome.Waiting waiting -> throw new AssertionError(waiting);
    };
  }

  @Override
  public void close() {
    rooms.close();
  }

  private <T> T watched(Class<T> type, Supplier<T> target) {
    return proxy(
        type,
        (method, arguments) -> {
          reads += method.getName().equals("ignored") ? 0 : 1;
          storeReads += type == RoomViews.class ? 0 : 1;
          meanwhile.run();
          return call(target.get(), method, arguments);
        });
  }

  private StreamHub forgetting(StreamHub target) {
    return proxy(
        StreamHub.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "between" ->
                  forgetfulness.forgets()
                      ? java.util.Optional.empty()
                      : call(target, method, arguments);
              case "changedSince" ->
                  forgetfulness.forgets() || (boolean) call(target, method, arguments);
              default -> call(target, method, arguments);
            });
  }

  private interface Handler {
    Object handle(Method method, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> handler.handle(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
