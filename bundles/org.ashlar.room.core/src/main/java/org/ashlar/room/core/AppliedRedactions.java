package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.StateQuery;
import org.ashlar.store.EventStore;
import org.ashlar.store.StoredEvent;

/// Leaves out redactions that clients are not to see: those whose target has not come yet, and
/// those that are not applied to it. When the target comes, it is shown without content from the
/// beginning, with the redaction in `unsigned`; from then on timelines have the redaction too.
/// Those who have read on before are not told of it a second time: they never saw what it takes
/// away.
///
/// Keeps which redactions are shown, for that never changes. Any thread.
///
/// @spec https://spec.matrix.org/v1.19/rooms/v12/#handling-redactions Handling redactions
final class AppliedRedactions {
  private static final int KEPT = 20_000;
  private static final Set<StateKey> JUDGES = Set.of(StateKey.POWER_LEVELS, StateKey.CREATE);

  private final Gate<EventStore> store;
  private final StateBatch states;
  private final BoundedCache<Long, Boolean> applied =
      new BoundedCache<>("applied_redactions", KEPT);

  AppliedRedactions(Gate<EventStore> store, StateBatch states) {
    this.store = store;
    this.states = states;
  }

  /// Events of any rooms without the redactions that are not shown.
  List<StoredEvent> shown(List<StoredEvent> events) {
    List<StoredEvent> asked = null;
    for (StoredEvent event : events) {
      if (isJudged(event.event()) && applied.get(event.nid()) == null) {
        asked = asked == null ? new ArrayList<>() : asked;
        asked.add(event);
      }
    }
    if (asked == null) {
      return events;
    }
    Set<Long> hidden = hidden(asked);
    return hidden.isEmpty()
        ? events
        : events.stream().filter(event -> !hidden.contains(event.nid())).toList();
  }

  /// State events are shown whatever their type, and so is what authorization has judged.
  private static boolean isJudged(Event event) {
    return !event.isState() && Redactions.isRedaction(event);
  }

  private Set<Long> hidden(List<StoredEvent> redactions) {
    Map<EventId, StoredEvent> targets = targets(redactions);
    Set<Long> hidden = new HashSet<>();
    Map<StoredEvent, StoredEvent> doubtful = new HashMap<>();
    for (StoredEvent redaction : redactions) {
      EventId id = redaction.event().redacts();
      StoredEvent target = id == null ? null : targets.get(id);
      if (target == null
          || target.roomNid() != redaction.roomNid()
          || target.status().isRejected()) {
        hidden.add(redaction.nid());
      } else if (target.redactedBy() == redaction.nid()) {
        applied.put(redaction.nid(), true);
      } else {
        doubtful.put(redaction, target);
      }
    }
    judge(doubtful, hidden);
    return hidden;
  }

  private Map<EventId, StoredEvent> targets(List<StoredEvent> redactions) {
    Set<EventId> ids = new HashSet<>();
    for (StoredEvent redaction : redactions) {
      EventId id = redaction.event().redacts();
      if (id != null) {
        ids.add(id);
      }
    }
    return ids.isEmpty() ? Map.of() : store.call(service -> service.events(ids));
  }

  /// Judges redactions whose target another one has redacted, or none.
  private void judge(Map<StoredEvent, StoredEvent> doubtful, Set<Long> hidden) {
    List<StoredEvent> redactions = List.copyOf(doubtful.keySet());
    List<Map<StateKey, StoredEvent>> before =
        states.read(
            redactions.stream()
                .map(event -> StateQuery.of(event.roomNid(), event.rootBefore(), JUDGES))
                .toList());
    for (int i = 0; i < redactions.size(); i++) {
      StoredEvent redaction = redactions.get(i);
      StoredEvent target = doubtful.get(redaction);
      Map<StateKey, StoredEvent> state = before.get(i);
      boolean applies =
          target != null
              && Redactions.applies(
                  key -> {
                    StoredEvent found = state.get(key);
                    return found == null ? null : found.event();
                  },
                  redaction.event(),
                  target.event());
      if (applies) {
        applied.put(redaction.nid(), true);
      } else {
        hidden.add(redaction.nid());
      }
    }
  }
}
