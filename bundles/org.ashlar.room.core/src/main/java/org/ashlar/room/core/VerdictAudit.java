package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthVerdict;
import org.ashlar.store.EventStatus;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Judges stored events again, by their auth events and the state before them: who failed then
/// fails now, and who passed passes (E10). Left out are events of partial state, and those whose
/// verdict hangs on something that was redacted since. Keeps nothing of an event but a sentence.
/// For one thread.
final class VerdictAudit {
  private static final int MOST = 100;

  private final Parts parts;
  private final long roomNid;
  private final List<String> wrong = new ArrayList<>();

  VerdictAudit(Parts parts, long roomNid) {
    this.parts = parts;
    this.roomNid = roomNid;
  }

  /// What is wrong, a sentence each; the first 100.
  List<String> wrong() {
    return wrong;
  }

  boolean isFull() {
    return wrong.size() >= MOST;
  }

  /// Judges events of the room.
  void take(List<StoredEvent> page) {
    Set<EventId> named = new HashSet<>();
    page.forEach(event -> named.addAll(event.event().authEvents()));
    Map<EventId, StoredEvent> auth = parts.store().call(store -> store.events(named));
    for (StoredEvent event : page) {
      if (!isPartial(event.status()) && event.redactedBy() == 0 && !isFull()) {
        judge(event, auth);
      }
    }
  }

  private void judge(StoredEvent stored, Map<EventId, StoredEvent> all) {
    boolean rejected = stored.status() == EventStatus.REJECTED;
    Event event = stored.event();
    List<AuthEvent> named = new ArrayList<>();
    Before before = new Before(stored);
    for (EventId id : event.authEvents()) {
      StoredEvent auth = all.get(id);
      if (auth == null) {
        if (!rejected) {
          wrong.add("E10: " + event.id() + " was not rejected, and its auth event is missing");
        }
        return;
      }
      named.add(new AuthEvent(auth.event(), auth.status().isRejected()));
      before.note(auth);
    }
    AuthVerdict verdict;
    try {
      verdict = Judgment.authorization(parts.rules(), event, named, before::get);
    } catch (IllegalStateException e) {
      wrong.add("E10: " + event.id() + " can not be judged again: " + e.getMessage());
      return;
    }
    if (before.redacted || verdict.isAllowed() != rejected) {
      return;
    }
    wrong.add(
        verdict instanceof AuthVerdict.Rejected now
            ? "E10: %s was not rejected, and fails rule %s: %s"
                .formatted(event.id(), now.rule(), now.sentence())
            : "E10: " + event.id() + " was rejected, and its auth events and state allow it");
  }

  /// The state before an event, and whether anything that was looked at is redacted.
  private final class Before {
    private final StoredEvent event;
    private final Map<StateKey, @Nullable Event> seen = new HashMap<>();
    private boolean redacted;

    Before(StoredEvent event) {
      this.event = event;
    }

    void note(StoredEvent found) {
      redacted |= found.redactedBy() != 0;
    }

    @Nullable Event get(StateKey key) {
      if (!seen.containsKey(key)) {
        StoredEvent found = parts.state().stateEvent(roomNid, event.rootBefore(), key);
        if (found != null) {
          note(found);
        }
        seen.put(key, found == null ? null : found.event());
      }
      return seen.get(key);
    }
  }

  /// Judged for the time being.
  private static boolean isPartial(EventStatus status) {
    return status == EventStatus.PARTIAL_STATE || status == EventStatus.PARTIAL_REJECTED;
  }
}
