package org.ashlar.room.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.install.ControlCheck;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.EventSource;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.StateResolver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks resolvers on trial what others have answered already. Differences are counted and logged
/// with the graph they come from; nothing else follows from them. Any thread.
///
/// A trial has a thread of its own, so that lanes never wait for foreign code. Of each resolver one
/// is under way; what comes meanwhile is skipped. A computation can not be stopped from outside:
/// one that does not end in time is interrupted, and as long as it goes on its resolver is not
/// asked again.
final class ShadowRun implements AutoCloseable {
  /// How long a trial may take.
  static final Duration LIMIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(ShadowRun.class);
  private static final int LOGGED_EVENTS = 500;

  private final LongSupplier nanos;
  private final Tasks tasks = new Tasks("org.ashlar.room.core");
  private final Map<StateResolver, Trial> trials = new IdentityHashMap<>();
  private final AtomicLong compared = new AtomicLong();
  private final AtomicLong different = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong late = new AtomicLong();

  /// @param nanos a clock, in nanoseconds from anywhere
  ShadowRun(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Asks a resolver on trial, unless it is busy. Does not wait for it.
  ///
  /// @param shadow the way to it
  /// @param question makes what is asked; called at once, if at all. Only the trial reads it
  /// @param answer what the resolver that serves has answered
  void compare(
      Gate<StateResolver> shadow,
      Supplier<ResolutionRequest> question,
      Map<StateKey, EventId> answer) {
    shadow.tryRun(
        resolver -> {
          Trial trial = begin(resolver);
          if (trial == null) {
            skipped.incrementAndGet();
          } else {
            start(trial, shadow, question, answer);
          }
        });
  }

  private synchronized @Nullable Trial begin(StateResolver resolver) {
    findLate();
    if (trials.containsKey(resolver)) {
      return null;
    }
    Trial trial = new Trial(resolver, nanos.getAsLong());
    trials.put(resolver, trial);
    return trial;
  }

  private void start(
      Trial trial,
      Gate<StateResolver> shadow,
      Supplier<ResolutionRequest> question,
      Map<StateKey, EventId> answer) {
    boolean started = false;
    try {
      ResolutionRequest request = question.get();
      Tasks.Task task = tasks.apart("trial", () -> attempt(trial, shadow, request, answer));
      synchronized (this) {
        trial.task = task;
      }
      started = true;
    } catch (RuntimeException e) {
      failed.incrementAndGet();
      LOG.warn("A trial could not begin", e);
    } finally {
      if (!started) {
        end(trial);
      }
    }
  }

  /// The border to foreign code: its faults are counted and go no further.
  private void attempt(
      Trial trial,
      Gate<StateResolver> shadow,
      ResolutionRequest request,
      Map<StateKey, EventId> answer) {
    Recorder recorder = new Recorder(request.events());
    try {
      shadow.tryRun(
          resolver -> {
            if (resolver == trial.resolver) {
              Map<StateKey, EventId> other = resolver.resolve(recorded(request, recorder));
              judge(trial, request, answer, other, recorder);
            }
          });
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      if (isInTime(trial)) {
        failed.incrementAndGet();
        LOG.warn("The resolver on trial for {} failed in {}", request.version(), request.room(), e);
      }
    } finally {
      end(trial);
    }
  }

  private void judge(
      Trial trial,
      ResolutionRequest request,
      Map<StateKey, EventId> answer,
      Map<StateKey, EventId> other,
      Recorder recorder) {
    if (!isInTime(trial)) {
      return;
    }
    if (!other.equals(answer)) {
      different.incrementAndGet();
      String graph = text(request, answer, other, recorder);
      LOG.warn("Resolver {} on trial differs: {}", trial.resolver.revision(), graph);
    }
    compared.incrementAndGet();
  }

  private synchronized boolean isInTime(Trial trial) {
    findLate();
    return !trial.late;
  }

  private synchronized void end(Trial trial) {
    findLate();
    trials.remove(trial.resolver);
  }

  /// Counts the trials whose time is over, each once.
  private synchronized void findLate() {
    long now = nanos.getAsLong();
    for (Trial trial : trials.values()) {
      if (!trial.late && now - trial.begun > LIMIT.toNanos()) {
        trial.late = true;
        late.incrementAndGet();
        LOG.warn(
            "The resolver on trial {} has not answered for {} s and is not asked until it does",
            trial.resolver.getClass().getName(),
            LIMIT.toSeconds());
        if (trial.task != null) {
          trial.task.cancel();
        }
      }
    }
  }

  /// Interrupts what is under way and lets nothing more begin; does not wait.
  @Override
  public void close() {
    tasks.close();
  }

  long compared() {
    return compared.get();
  }

  long different() {
    return different.get();
  }

  long failed() {
    return failed.get();
  }

  /// Resolutions that were not tried, as the resolver was busy or hung.
  long skipped() {
    return skipped.get();
  }

  /// Trials that took longer than they may, whether they ended or not.
  long late() {
    findLate();
    return late.get();
  }

  /// Trials under way, those that hang included.
  synchronized int underWay() {
    return trials.size();
  }

  /// What the operator should know.
  ControlCheck.Finding finding() {
    long timedOut = late();
    String sentence =
        "%d answers of resolvers on trial compared, %d differ, %d failed, %d timed out, %d skipped"
            .formatted(compared.get(), different.get(), failed.get(), timedOut, skipped.get());
    boolean well = different.get() + failed.get() + timedOut == 0;
    return new ControlCheck.Finding(well, well ? sentence : sentence + "; see the log");
  }

  private static ResolutionRequest recorded(ResolutionRequest request, Recorder recorder) {
    return new ResolutionRequest(
        request.version(),
        request.room(),
        request.branches(),
        request.common(),
        recorder,
        request.chains());
  }

  private static String text(
      ResolutionRequest request,
      Map<StateKey, EventId> answer,
      Map<StateKey, EventId> other,
      Recorder recorder) {
    Set<StateKey> places = new TreeSet<>(answer.keySet());
    places.addAll(other.keySet());
    places.removeIf(key -> Objects.equals(answer.get(key), other.get(key)));
    Map<StateKey, EventId> live = new TreeMap<>(answer);
    live.keySet().retainAll(places);
    Map<StateKey, EventId> trial = new TreeMap<>(other);
    trial.keySet().retainAll(places);
    List<JsonObject> branches = new ArrayList<>();
    request.branches().forEach(branch -> branches.add(entries(branch)));
    JsonObject graph =
        JsonObject.builder()
            .put("room", request.room().value())
            .put("version", request.version().id())
            .put("live", entries(live))
            .put("trial", entries(trial))
            .put("branches", new JsonArray(List.copyOf(branches)))
            .put("events", new JsonArray(List.copyOf(recorder.edges())))
            .build();
    return Json.text(graph);
  }

  private static JsonObject entries(Map<StateKey, EventId> state) {
    JsonObject.Builder entries = JsonObject.builder();
    new TreeMap<>(state)
        .forEach((key, id) -> entries.put(key.type() + "|" + key.key(), id.value()));
    return entries.build();
  }

  /// One question to a resolver; guarded by the run.
  private static final class Trial {
    private final StateResolver resolver;
    private final long begun;
    private Tasks.@Nullable Task task;
    private boolean late;

    Trial(StateResolver resolver, long begun) {
      this.resolver = resolver;
      this.begun = begun;
    }
  }

  /// Remembers what was read.
  private static final class Recorder implements EventSource {
    private final EventSource source;
    private final Map<EventId, Event> read = new LinkedHashMap<>();

    Recorder(EventSource source) {
      this.source = source;
    }

    @Override
    public Map<EventId, Event> events(Collection<EventId> ids) {
      Map<EventId, Event> found = source.events(ids);
      read.putAll(found);
      return found;
    }

    @Override
    public long order(EventId id) {
      return source.order(id);
    }

    @Override
    public Set<EventId> rejected(Collection<EventId> ids) {
      return source.rejected(ids);
    }

    List<JsonObject> edges() {
      return read.values().stream()
          .limit(LOGGED_EVENTS)
          .map(
              event ->
                  JsonObject.builder()
                      .put("event_id", event.id().value())
                      .put("type", event.type())
                      .put("state_key", String.valueOf(event.stateKey()))
                      .put("sender", event.sender().value())
                      .put("origin_server_ts", event.originServerTs())
                      .put(
                          "auth_events",
                          JsonArray.ofStrings(
                              event.authEvents().stream().map(EventId::value).toList()))
                      .build())
          .toList();
    }
  }
}
