package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.event.ClientEvent;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.EventFormat;
import org.ashlar.room.Requester;
import org.ashlar.room.StateQuery;
import org.ashlar.store.RelationSummary;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Writes events for one reader: what all readers share, and `unsigned`. What it needs is read for
/// all events at once.
final class Renderer {
  private static final String JOIN = "join";

  private final StateBatch states;
  private final StateAccess events;
  private final Sight sight;
  private final Bundles bundles;
  private final InstantSource clock;

  Renderer(
      StateBatch states, StateAccess events, Sight sight, Bundles bundles, InstantSource clock) {
    this.states = states;
    this.events = events;
    this.sight = sight;
    this.bundles = bundles;
    this.clock = clock;
  }

  /// Events of timelines: with what relates to them and the reader's membership at each; those of
  /// erased senders pruned where the reader was not joined.
  List<JsonRaw> timeline(Requester reader, List<StoredEvent> shown, EventFormat format) {
    LongUnaryOperator bounds = sight.bounds(reader.user(), shown);
    return timeline(new Call(reader, bounds, format, true), shown);
  }

  /// The same of one room, with `room_id`.
  List<JsonRaw> timeline(Requester reader, Access.View view, List<StoredEvent> shown) {
    return timeline(new Call(reader, (long _) -> view.until(), EventFormat.ALONE, true), shown);
  }

  private List<JsonRaw> timeline(Call call, List<StoredEvent> shown) {
    if (shown.isEmpty()) {
      return List.of();
    }
    Map<Long, Bundle> related = bundles.read(call.user(), call.bounds, shown);
    List<StoredEvent> latest =
        related.values().stream().map(Bundle::latest).filter(Objects::nonNull).toList();
    Map<Long, Bundle> nested =
        latest.isEmpty() ? Map.of() : bundles.read(call.user(), call.bounds, latest);
    List<StoredEvent> all = new ArrayList<>(shown);
    all.addAll(latest);
    for (Map<Long, Bundle> found : List.of(related, nested)) {
      found.values().stream().map(Bundle::replacement).filter(Objects::nonNull).forEach(all::add);
    }
    Page page = page(call, all);
    return shown.stream()
        .map(stored -> write(stored, page, bundled(stored, page, related, nested)))
        .toList();
  }

  /// Events of a state: just they.
  List<JsonRaw> state(Requester reader, List<StoredEvent> shown, EventFormat format) {
    if (shown.isEmpty()) {
      return List.of();
    }
    LongUnaryOperator bounds = sight.bounds(reader.user(), shown);
    Page page = page(new Call(reader, bounds, format, false), shown);
    return shown.stream().map(stored -> write(stored, page, null)).toList();
  }

  /// What is needed to write events for a reader.
  ///
  /// @param format how they are written
  /// @param replaced by the number of a state event, what it replaced
  /// @param hidden the numbers of replaced events that the reader may not see
  /// @param memberships by the number of an event, the reader's membership then; empty for states
  /// @param redactions the redactions by their numbers
  /// @param transactions by the number of an event, the transaction id that the reader's device
  ///   gave it
  /// @param erased senders who asked to be erased
  private record Page(
      EventFormat format,
      long now,
      Map<Long, StoredEvent> replaced,
      Set<Long> hidden,
      Map<Long, String> memberships,
      Map<Long, StoredEvent> redactions,
      Map<Long, String> transactions,
      Set<UserId> erased) {}

  /// For whom, and how, events are written.
  private record Call(
      Requester reader, LongUnaryOperator bounds, EventFormat format, boolean timeline) {
    UserId user() {
      return reader.user();
    }
  }

  private Page page(Call call, List<StoredEvent> all) {
    Map<Long, StoredEvent> replaced = new HashMap<>();
    Map<Long, String> memberships = new HashMap<>();
    readStates(call, all, replaced, memberships);
    Set<Long> redactions = new HashSet<>();
    Set<UserId> unseen = new HashSet<>();
    Set<Long> own = new HashSet<>();
    for (StoredEvent stored : all) {
      if (!stored.event().isState() && stored.event().sender().equals(call.user())) {
        own.add(stored.nid());
      }
      if (stored.redactedBy() != 0) {
        redactions.add(stored.redactedBy());
      }
      if (call.timeline && !JOIN.equals(memberships.get(stored.nid()))) {
        unseen.add(stored.event().sender());
      }
    }
    return new Page(
        call.format,
        clock.millis(),
        replaced,
        hidden(call, replaced),
        memberships,
        redactions.isEmpty() ? Map.of() : events.events(redactions),
        own.isEmpty() ? Map.of() : events.transactionIds(call.reader, own),
        unseen.isEmpty() ? Set.of() : sight.senders().erased(unseen));
  }

  private Set<Long> hidden(Call call, Map<Long, StoredEvent> replaced) {
    Set<Long> hidden = new HashSet<>();
    replaced.values().forEach(stored -> hidden.add(stored.nid()));
    sight
        .permitted(call.user(), call.bounds, List.copyOf(replaced.values()))
        .forEach(stored -> hidden.remove(stored.nid()));
    return hidden;
  }

  /// What state events replaced in the states before them, and the reader's membership in the
  /// states after all events.
  private void readStates(
      Call call,
      List<StoredEvent> all,
      Map<Long, StoredEvent> replaced,
      Map<Long, String> memberships) {
    StateKey member = StateKey.member(call.user());
    List<StoredEvent> replacing = new ArrayList<>();
    Map<StateQuery, Integer> queries = new HashMap<>();
    List<StateQuery> ordered = new ArrayList<>();
    for (StoredEvent stored : all) {
      if (stored.event().isState() && stored.rootBefore() != 0) {
        replacing.add(stored);
        add(before(stored), queries, ordered);
      }
      if (call.timeline) {
        add(after(stored, member), queries, ordered);
      }
    }
    List<Map<StateKey, StoredEvent>> found = states.read(ordered);
    for (StoredEvent stored : replacing) {
      StoredEvent old = get(found, queries.get(before(stored)), stored.event().key());
      if (old != null) {
        replaced.put(stored.nid(), old);
      }
    }
    if (call.timeline) {
      for (StoredEvent stored : all) {
        StoredEvent own = get(found, queries.get(after(stored, member)), member);
        memberships.put(
            stored.nid(),
            own == null ? "leave" : own.event().content().string("membership").orElse("leave"));
      }
    }
  }

  private static StateQuery before(StoredEvent stored) {
    return StateQuery.of(stored.roomNid(), stored.rootBefore(), Set.of(stored.event().key()));
  }

  private static StateQuery after(StoredEvent stored, StateKey member) {
    return StateQuery.of(stored.roomNid(), stored.rootAfter(), Set.of(member));
  }

  private static void add(
      StateQuery query, Map<StateQuery, Integer> queries, List<StateQuery> ordered) {
    if (queries.putIfAbsent(query, ordered.size()) == null) {
      ordered.add(query);
    }
  }

  private static @Nullable StoredEvent get(
      List<Map<StateKey, StoredEvent>> found, @Nullable Integer at, StateKey key) {
    return at == null ? null : found.get(at).get(key);
  }

  private static @Nullable JsonObject bundled(
      StoredEvent stored, Page page, Map<Long, Bundle> related, Map<Long, Bundle> nested) {
    Bundle bundle = related.get(stored.nid());
    if (bundle == null) {
      return null;
    }
    JsonObject.Builder relations = JsonObject.builder();
    StoredEvent latest = bundle.latest();
    if (latest != null) {
      JsonObject inner = related == nested ? null : bundled(latest, page, nested, nested);
      relations.put(
          RelationSummary.THREAD,
          JsonObject.builder()
              .put("count", bundle.count())
              .put("current_user_participated", bundle.participated())
              .put("latest_event", write(latest, page, inner))
              .build());
    }
    StoredEvent replacement = bundle.replacement();
    if (replacement != null) {
      relations.put(RelationSummary.REPLACE, write(replacement, page, null));
    }
    if (!bundle.references().isEmpty()) {
      relations.put(RelationSummary.REFERENCE, chunk(bundle.references()));
    }
    return relations.build();
  }

  private static JsonObject chunk(List<EventId> references) {
    return JsonObject.of(
        "chunk",
        new JsonArray(
            references.stream()
                .<JsonValue>map(id -> JsonObject.of("event_id", new JsonString(id.value())))
                .toList()));
  }

  private static JsonRaw write(StoredEvent stored, Page page, @Nullable JsonObject relations) {
    Event event = stored.event();
    boolean pruned =
        page.erased.contains(event.sender()) && !JOIN.equals(page.memberships.get(stored.nid()));
    Event shown = pruned ? event.redacted() : event;
    return write(shown, page, unsigned(stored, page, relations));
  }

  private static JsonRaw write(Event event, Page page, JsonObject unsigned) {
    return switch (page.format) {
      case IN_ROOM -> ClientEvent.with(ClientEvent.shared(event), null, unsigned);
      case ALONE -> ClientEvent.with(ClientEvent.shared(event), event.roomId(), unsigned);
      case FEDERATION -> new JsonRaw(Json.write(event.pdu().with("unsigned", unsigned)));
    };
  }

  private static JsonObject unsigned(
      StoredEvent stored, Page page, @Nullable JsonObject relations) {
    JsonObject.Builder unsigned = JsonObject.builder().put("age", age(stored.event(), page));
    unsigned.putIfPresent("transaction_id", page.transactions.get(stored.nid()));
    unsigned.putIfPresent("membership", page.memberships.get(stored.nid()));
    StoredEvent replaced = page.replaced.get(stored.nid());
    if (replaced != null) {
      unsigned.put("replaces_state", replaced.event().id().value());
      if (!page.hidden.contains(replaced.nid())) {
        unsigned.put("prev_content", replaced.event().content());
      }
    }
    StoredEvent redaction = page.redactions.get(stored.redactedBy());
    if (redaction != null) {
      unsigned.put("redacted_because", redaction(redaction, page));
    }
    if (relations != null && !relations.isEmpty()) {
      unsigned.put("m.relations", relations);
    }
    return unsigned.build();
  }

  private static JsonRaw redaction(StoredEvent redaction, Page page) {
    Event event = redaction.event();
    return write(event, page, JsonObject.builder().put("age", age(event, page)).build());
  }

  private static long age(Event event, Page page) {
    return Math.max(0, page.now - event.originServerTs());
  }
}
