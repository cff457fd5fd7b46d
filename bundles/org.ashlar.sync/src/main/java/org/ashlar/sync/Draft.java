package org.ashlar.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.event.StateKey;
import org.ashlar.store.RoomSummary;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.RingEvent;
import org.jspecify.annotations.Nullable;

/// What an answer tells of one room, while it comes together: the readers fill in one part after
/// the other, each for all rooms at once. For one request.
final class Draft {
  private final Plan plan;
  private Timeline timeline;
  private List<TimelineEntry> changed = List.of();
  private Map<StateKey, TimelineEntry> end = new LinkedHashMap<>();
  private Map<StateKey, TimelineEntry> start = Map.of();
  private List<TimelineEntry> state = List.of();
  private @Nullable RoomSummary summary;
  private boolean counts;

  Draft(Plan plan) {
    this.plan = plan;
    this.timeline = new Timeline(List.of(), false, plan.range().end().number());
  }

  /// What is to be told of a room.
  ///
  /// @param range which stretch
  /// @param scope how much of it
  /// @param recent all events of the stretch, null when they are not in memory
  /// @param departure the event that ends a room that was left, null for a joined room
  /// @param own own member events to be told after the stretch
  record Plan(
      Range range,
      Scope scope,
      @Nullable List<RingEvent> recent,
      @Nullable StoredEvent departure,
      List<StoredEvent> own) {}

  /// How much of a room is told.
  enum Scope {
    /// What is new.
    NEWS,
    /// What is new, and the whole state.
    WHOLE,
    /// Own member events only.
    OWN
  }

  static Draft joined(Range range, boolean whole, @Nullable List<RingEvent> recent) {
    boolean inMemory = !whole && recent != null && recent.stream().noneMatch(RingEvent::resolved);
    return new Draft(
        new Plan(
            range, whole ? Scope.WHOLE : Scope.NEWS, inMemory ? recent : null, null, List.of()));
  }

  Range range() {
    return plan.range();
  }

  RoomKey room() {
    return plan.range().room();
  }

  long nid() {
    return plan.range().room().nid();
  }

  /// All events of the stretch if they are in memory.
  @Nullable List<RingEvent> recent() {
    return plan.recent();
  }

  boolean isWhole() {
    return plan.scope() == Scope.WHOLE;
  }

  /// Whether the store has to be asked for the stretch.
  boolean isStored() {
    return plan.scope() != Scope.OWN && plan.recent() == null;
  }

  boolean isJoined() {
    return plan.scope() != Scope.OWN && plan.departure() == null;
  }

  @Nullable StoredEvent departure() {
    return plan.departure();
  }

  List<StoredEvent> own() {
    return plan.own();
  }

  Timeline timeline() {
    return timeline;
  }

  void timeline(Timeline value) {
    timeline = value;
  }

  /// The state events that became current in the stretch; of a whole state only for who loads
  /// members lazily and comes back.
  List<TimelineEntry> changed() {
    return changed;
  }

  void changed(List<TimelineEntry> value) {
    changed = value;
  }

  /// Leaves out changes that are not told; the summary is, as it follows from all of them.
  void reduced(List<TimelineEntry> value) {
    counts |= value.size() < changed.size();
    changed = value;
  }

  /// Members whose state events became current in the stretch.
  Set<String> moved() {
    return LazyMembers.members(changed);
  }

  /// The state at the end of the stretch: of all keys that are needed, or of those that changed.
  Map<StateKey, TimelineEntry> end() {
    return end;
  }

  void end(Map<StateKey, TimelineEntry> value) {
    end = value;
  }

  /// What keys of the timeline were before it.
  Map<StateKey, TimelineEntry> start() {
    return start;
  }

  void start(Map<StateKey, TimelineEntry> value) {
    start = value;
  }

  /// The state events that are told beside the timeline.
  List<TimelineEntry> state() {
    return state;
  }

  void state(List<TimelineEntry> value) {
    state = value;
  }

  @Nullable RoomSummary summary() {
    return summary;
  }

  void summary(@Nullable RoomSummary value) {
    summary = value;
  }

  /// Whether the summary may have changed.
  boolean concernsSummary() {
    return isJoined()
        && (isWhole() || counts || changed.stream().anyMatch(TimelineEntry::concernsSummary));
  }

  /// Whether there is nothing to tell, not even that there is a gap.
  boolean isEmpty() {
    return timeline.shown().isEmpty() && state.isEmpty() && !timeline.limited() && !counts;
  }
}
