package org.ashlar.stream.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.ashlar.base.http.Waiters;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.Metrics;
import org.ashlar.base.task.Tasks;
import org.ashlar.store.Position;
import org.ashlar.stream.RingEvent;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.TypingUsers;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The hub of one process. All it holds can be lost: readers then ask the store.
@Component(service = StreamHub.class, immediate = true)
public final class MemoryStreamHub implements StreamHub {
  private static final int RING_EVENTS = 1 << 14;
  private static final long RING_BYTES = 24L << 20;
  private static final int GENERATION = 50_000;
  private static final long EPOCHS = 1L << 40;

  private final Object publishing = new Object();
  private final EventRing ring;
  private final Map<Stream, StreamState> streams = new EnumMap<>(Stream.class);
  private final List<Waiters> waiters = new CopyOnWriteArrayList<>();
  private final AtomicLong typingSerial = new AtomicLong();
  private final long typingEpoch = 1 + ThreadLocalRandom.current().nextLong(EPOCHS);
  private final TypingRooms typing;
  private final Tasks tasks = new Tasks("org.ashlar.stream");
  private final MetricScope metrics = Metrics.current().scope();

  /// Makes a hub that knows nothing yet.
  @Activate
  public MemoryStreamHub() {
    this(new EventRing(RING_EVENTS, RING_BYTES), System::nanoTime, null);
  }

  MemoryStreamHub(EventRing ring, LongSupplier nanoTime, TypingRooms.@Nullable Timer timer) {
    this.ring = ring;
    for (Stream stream : Stream.values()) {
      streams.put(stream, new StreamState(GENERATION));
    }
    state(Stream.TYPING).start(new Position(1, 0));
    typing =
        new TypingRooms(
            nanoTime,
            timer == null ? (delay, work) -> tasks.after("typing", delay, work)::cancel : timer,
            this::typingChanged);
  }

  @Activate
  void measure() {
    metrics.gauge("stream_ring_events", "Events that readers find in memory.", ring::size);
    metrics.gauges(
        "stream_position", "Where each stream stands.", List.of("stream"), this::positions);
    metrics.gauge(
        "event_persisted_position",
        "Where the stream of events stands.",
        () -> position(Stream.EVENTS).map(Position::number).orElse(0L));
  }

  private Map<List<String>, Long> positions() {
    Map<List<String>, Long> positions = new HashMap<>();
    streams.forEach(
        (stream, state) ->
            state
                .position()
                .ifPresent(
                    position ->
                        positions.put(
                            List.of(stream.name().toLowerCase(Locale.ROOT)), position.number())));
    return positions;
  }

  @Deactivate
  void close() {
    metrics.close();
    tasks.close();
  }

  /// Takes a connector whose waiting requests are to be woken.
  ///
  /// @param connector the connector
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void bindWaiters(Waiters connector) {
    waiters.add(connector);
  }

  /// Forgets a connector.
  ///
  /// @param connector the connector, compared by identity
  public void unbindWaiters(Waiters connector) {
    waiters.removeIf(known -> known == connector);
  }

  @Override
  public void publish(List<RingEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    Set<String> keys = new LinkedHashSet<>();
    synchronized (publishing) {
      StreamState state = state(Stream.EVENTS);
      for (RingEvent event : events) {
        List<String> concerned = concerned(event);
        keys.addAll(concerned);
        if (state.isNew(event.position())) {
          add(event, state, concerned);
        }
      }
      state.moveTo(events.getLast().position());
    }
    wake(keys);
  }

  @Override
  public void redacted(RoomId room, Collection<EventId> events) {
    ring.redacted(room, Set.copyOf(events));
  }

  /// What was between the last event and one that does not follow is unknown: all is forgotten.
  private void add(RingEvent event, StreamState state, List<String> concerned) {
    Position position = event.position();
    if (!ring.add(event)) {
      state.forget(new Position(position.writer(), position.number() - 1));
    }
    state.note(concerned, position);
  }

  @Override
  public void start(Stream stream, Position position) {
    synchronized (publishing) {
      if (state(stream).start(position) && stream == Stream.EVENTS) {
        ring.restart(position);
      }
    }
  }

  @Override
  public void changed(Stream stream, Position position, Collection<String> keys) {
    StreamState state = state(stream);
    state.note(keys, position);
    state.moveTo(position);
    wake(keys);
  }

  @Override
  public Optional<Position> position(Stream stream) {
    return state(stream).position();
  }

  @Override
  public boolean changedSince(Stream stream, String key, Position after) {
    return state(stream).changedSince(key, after);
  }

  @Override
  public Optional<List<RingEvent>> between(Position after, Position upTo) {
    return ring.between(after, upTo);
  }

  @Override
  public Optional<List<RingEvent>> between(RoomId room, Position after, Position upTo) {
    return ring.between(room, after, upTo);
  }

  @Override
  public void typing(RoomId room, UserId user, long millis) {
    typing.set(room, user, millis);
  }

  @Override
  public TypingUsers typing(RoomId room) {
    return new TypingUsers(typing.users(room), state(Stream.TYPING).last(StreamHub.roomKey(room)));
  }

  @Override
  public long typingEpoch() {
    return typingEpoch;
  }

  private void typingChanged(RoomId room) {
    Position position = new Position(1, typingSerial.incrementAndGet());
    changed(Stream.TYPING, position, List.of(StreamHub.roomKey(room)));
  }

  private static List<String> concerned(RingEvent event) {
    List<String> keys = new ArrayList<>(2);
    keys.add(StreamHub.roomKey(event.room()));
    if (event.membership() != null && event.stateKey() != null) {
      keys.add("user:" + event.stateKey());
    }
    return keys;
  }

  private void wake(Collection<String> keys) {
    for (Waiters connector : waiters) {
      connector.wake(keys);
    }
  }

  private StreamState state(Stream stream) {
    StreamState state = streams.get(stream);
    if (state == null) {
      throw new IllegalArgumentException("unknown stream " + stream);
    }
    return state;
  }
}
