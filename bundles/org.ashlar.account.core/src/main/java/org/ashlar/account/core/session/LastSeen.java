package org.ashlar.account.core.session;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.ashlar.account.Caller;
import org.ashlar.account.DeviceUse;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;

/// Notes the use of devices, at most once a minute for each, and hands the notes on many at a time,
/// away from the requests. What was not handed on when this ends is lost: the times are coarse
/// anyway. Any thread.
public final class LastSeen {
  private static final Duration COARSE = Duration.ofMinutes(1);
  private static final int MAX_WAITING = 10_000;
  private static final int REMEMBERED = 50_000;
  private static final int BATCH = 500;

  private final InstantSource clock;
  private final BoundedCache<Key, Long> noted = new BoundedCache<>("last_seen", REMEMBERED);
  private final Map<Key, DeviceUse> waiting = new LinkedHashMap<>();

  /// @param clock the time
  public LastSeen(InstantSource clock) {
    this.clock = clock;
  }

  /// Notes a use.
  ///
  /// @param caller who used its device
  /// @param address from where
  public void note(Caller caller, String address) {
    DeviceId device = caller.device();
    if (device == null) {
      return;
    }
    long now = clock.millis();
    Key key = new Key(caller.user(), device);
    Long before = noted.get(key);
    if (before != null && now - before < COARSE.toMillis()) {
      return;
    }
    noted.put(key, now);
    synchronized (waiting) {
      if (waiting.size() < MAX_WAITING) {
        waiting.put(key, new DeviceUse(caller.user(), device, address, clock.instant()));
      }
    }
  }

  /// Hands on what has been noted.
  ///
  /// @param writer takes up to 500 uses at a time
  public void flush(Consumer<List<DeviceUse>> writer) {
    List<DeviceUse> uses;
    synchronized (waiting) {
      uses = List.copyOf(waiting.values());
      waiting.clear();
    }
    for (int from = 0; from < uses.size(); from += BATCH) {
      writer.accept(uses.subList(from, Math.min(uses.size(), from + BATCH)));
    }
  }

  private record Key(UserId user, DeviceId device) {}
}
