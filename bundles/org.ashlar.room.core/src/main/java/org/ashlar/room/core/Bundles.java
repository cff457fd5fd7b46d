package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.store.EventStore;
import org.ashlar.store.RelationSummary;
import org.ashlar.store.RelationSummaryQuery;
import org.ashlar.store.RelationSummaryQuery.Parent;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Finds what relates to events, for one reader: one statement when nothing does, a few more when
/// something does, however many events there are.
final class Bundles {
  private static final String ENCRYPTED = "m.room.encrypted";

  private final Gate<EventStore> store;
  private final StateAccess events;
  private final Sight sight;

  Bundles(Gate<EventStore> store, StateAccess events, Sight sight) {
    this.store = store;
    this.events = events;
    this.sight = sight;
  }

  /// What relates to each event, by its number. State events have none.
  ///
  /// @param bounds up to where the reader was joined, for the numbers of rooms
  Map<Long, Bundle> read(UserId reader, LongUnaryOperator bounds, List<StoredEvent> parents) {
    Map<EventId, StoredEvent> byId = new HashMap<>();
    for (StoredEvent parent : parents) {
      if (!parent.event().isState()) {
        byId.put(parent.event().id(), parent);
      }
    }
    List<RelationSummary> summaries = summaries(reader, bounds, byId.values());
    if (summaries.isEmpty()) {
      return Map.of();
    }
    Map<Long, StoredEvent> related = related(reader, bounds, summaries);
    Map<Long, Bundle> bundles = new HashMap<>();
    for (RelationSummary summary : summaries) {
      StoredEvent parent = byId.get(summary.target());
      if (parent != null) {
        Bundle bundle = bundles.getOrDefault(parent.nid(), Bundle.NONE);
        bundles.put(parent.nid(), with(bundle, parent, summary, related, reader));
      }
    }
    bundles.values().removeIf(Bundle::isEmpty);
    return bundles;
  }

  /// Only of a reader who left does the count depend on when.
  private List<RelationSummary> summaries(
      UserId reader, LongUnaryOperator bounds, Collection<StoredEvent> parents) {
    if (parents.isEmpty()) {
      return List.of();
    }
    List<RelationSummary> all = sums(reader, parents, _ -> Access.ALWAYS);
    if (all.isEmpty()) {
      return all;
    }
    Set<Long> rooms = new HashSet<>();
    parents.forEach(parent -> rooms.add(parent.roomNid()));
    boolean departed =
        rooms.stream()
            .mapToLong(bounds::applyAsLong)
            .anyMatch(bound -> bound != Access.ALWAYS && bound != Access.NEVER);
    return departed
        ? sums(
            reader,
            parents,
            room -> {
              long bound = bounds.applyAsLong(room);
              return bound == Access.NEVER ? Access.ALWAYS : bound;
            })
        : all;
  }

  private List<RelationSummary> sums(
      UserId reader, Collection<StoredEvent> parents, LongUnaryOperator upTo) {
    List<Parent> asked = new ArrayList<>(parents.size());
    for (StoredEvent parent : parents) {
      Event event = parent.event();
      asked.add(
          new Parent(
              parent.roomNid(),
              event.id(),
              event.sender(),
              event.type(),
              upTo.applyAsLong(parent.roomNid())));
    }
    RelationSummaryQuery query =
        new RelationSummaryQuery(asked, reader, sight.senders().ignored(reader));
    return store.call(service -> service.relationSummaries(query));
  }

  /// The events named that the reader may see; ignored senders are not named.
  private Map<Long, StoredEvent> related(
      UserId reader, LongUnaryOperator bounds, List<RelationSummary> summaries) {
    Set<Long> nids = new HashSet<>();
    summaries.forEach(summary -> nids.addAll(summary.newest()));
    Map<Long, StoredEvent> visible = new HashMap<>();
    sight
        .permitted(reader, bounds, List.copyOf(events.events(nids).values()))
        .forEach(event -> visible.put(event.nid(), event));
    return visible;
  }

  private static Bundle with(
      Bundle bundle,
      StoredEvent parent,
      RelationSummary summary,
      Map<Long, StoredEvent> related,
      UserId reader) {
    List<StoredEvent> newest =
        summary.newest().stream().map(related::get).filter(Objects::nonNull).toList();
    if (newest.isEmpty()) {
      return bundle;
    }
    String relType = relType(parent.event());
    return switch (summary.type()) {
      case RelationSummary.THREAD ->
          relType != null
              ? bundle
              : bundle.withThread(
                  newest.getFirst(),
                  summary.count(),
                  summary.participated() || parent.event().sender().equals(reader));
      case RelationSummary.REPLACE ->
          RelationSummary.REPLACE.equals(relType) || parent.redactedBy() != 0
              ? bundle
              : newestReplacement(newest).map(bundle::withReplacement).orElse(bundle);
      default -> bundle.withReferences(newest.stream().map(event -> event.event().id()).toList());
    };
  }

  /// @spec https://spec.matrix.org/v1.19/client-server-api/#validity-of-replacement-events Validity
  private static Optional<StoredEvent> newestReplacement(List<StoredEvent> candidates) {
    return candidates.stream()
        .filter(stored -> !stored.event().isState())
        .filter(
            stored ->
                stored.event().type().equals(ENCRYPTED)
                    || stored.event().content().object("m.new_content").isPresent())
        .max(
            Comparator.<StoredEvent>comparingLong(stored -> stored.event().originServerTs())
                .thenComparing(stored -> stored.event().id().value()));
  }

  static @Nullable String relType(Event event) {
    return event
        .content()
        .object("m.relates_to")
        .orElse(JsonObject.EMPTY)
        .string("rel_type")
        .orElse(null);
  }
}
