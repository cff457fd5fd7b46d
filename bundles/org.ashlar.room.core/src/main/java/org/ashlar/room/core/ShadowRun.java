package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.install.ControlCheck;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.EventSource;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.StateResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks resolvers on trial what others have answered already. Differences are counted and logged
/// with the graph they come from; nothing else follows from them. Any thread.
final class ShadowRun {
  private static final Logger LOG = LoggerFactory.getLogger(ShadowRun.class);
  private static final int LOGGED_EVENTS = 500;

  private final AtomicLong compared = new AtomicLong();
  private final AtomicLong different = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /// Asks a resolver on trial. The border to foreign code: its faults are counted and go no
  /// further.
  ///
  /// @param shadow the way to it
  /// @param request what was asked
  /// @param answer what the resolver that serves has answered
  void compare(
      Gate<StateResolver> shadow, ResolutionRequest request, Map<StateKey, EventId> answer) {
    Recorder recorder = new Recorder(request.events());
    ResolutionRequest recorded =
        new ResolutionRequest(
            request.version(),
            request.room(),
            request.branches(),
            request.common(),
            recorder,
            request.chains());
    try {
      shadow.tryRun(
          resolver -> {
            Map<StateKey, EventId> other = resolver.resolve(recorded);
            compared.incrementAndGet();
            if (!other.equals(answer)) {
              different.incrementAndGet();
              LOG.warn(
                  "Resolver {} on trial differs: {}",
                  resolver.revision(),
                  text(recorded, answer, other, recorder));
            }
          });
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      failed.incrementAndGet();
      LOG.warn("The resolver on trial for {} failed in {}", request.version(), request.room(), e);
    }
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

  /// What the operator should know.
  ControlCheck.Finding finding() {
    String sentence =
        "%d answers of resolvers on trial compared, %d differ, %d failed"
            .formatted(compared.get(), different.get(), failed.get());
    boolean well = different.get() + failed.get() == 0;
    return new ControlCheck.Finding(well, well ? sentence : sentence + "; see the log");
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
