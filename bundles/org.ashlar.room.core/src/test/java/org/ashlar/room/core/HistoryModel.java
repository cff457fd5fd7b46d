package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.id.EventId;

/// What the specification says that one user may see of a room without forks, reckoned from the
/// start for each question.
final class HistoryModel {
  /// An event, with what counts before and after it.
  record Moment(
      EventId id,
      boolean setsVisibility,
      boolean ownMember,
      String visibilityBefore,
      String visibilityAfter,
      String membershipBefore,
      String membershipAfter,
      String topic,
      boolean reply) {}

  final List<Moment> moments = new ArrayList<>();

  Moment last() {
    return moments.getLast();
  }

  boolean joined() {
    return last().membershipAfter.equals("join");
  }

  /// The index of the event by which the user last ceased to be joined, -1 when there is none.
  int departure() {
    int found = -1;
    for (int i = 0; i < moments.size(); i++) {
      Moment moment = moments.get(i);
      if (moment.membershipBefore.equals("join") && !moment.membershipAfter.equals("join")) {
        found = i;
      }
    }
    return found;
  }

  boolean everJoined() {
    return moments.stream().anyMatch(moment -> moment.membershipAfter.equals("join"));
  }

  boolean worldReadableNow() {
    return last().visibilityAfter.equals("world_readable");
  }

  /// Whether the user may look into the room at all.
  boolean mayLook() {
    return everJoined() || worldReadableNow();
  }

  /// Whether the user sees an event.
  boolean sees(int index) {
    Moment moment = moments.get(index);
    List<String> visibilities =
        moment.setsVisibility
            ? List.of(moment.visibilityBefore, moment.visibilityAfter)
            : List.of(moment.visibilityAfter);
    List<String> memberships =
        moment.ownMember
            ? List.of(moment.membershipBefore, moment.membershipAfter)
            : List.of(moment.membershipAfter);
    for (String visibility : visibilities) {
      for (String membership : memberships) {
        if (allows(index, visibility, membership)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean allows(int index, String visibility, String membership) {
    if (visibility.equals("world_readable")) {
      return true;
    }
    if (!everJoined() || (!joined() && index > departure())) {
      return false;
    }
    return membership.equals("join")
        || (visibility.equals("shared") && joinedAfter(index))
        || (visibility.equals("invited") && membership.equals("invite"));
  }

  private boolean joinedAfter(int index) {
    return moments.subList(index + 1, moments.size()).stream()
        .anyMatch(moment -> moment.ownMember && moment.membershipAfter.equals("join"));
  }

  /// What the user sees when paging without a token, oldest first.
  List<String> paged() {
    List<String> ids = new ArrayList<>();
    boolean cut = !joined() && everJoined() && !worldReadableNow();
    for (int i = 0; i < moments.size(); i++) {
      if (sees(i) && (!cut || i <= departure())) {
        ids.add(moments.get(i).id.value());
      }
    }
    return ids;
  }

  /// All events that the user sees, oldest first.
  List<String> seen() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < moments.size(); i++) {
      if (sees(i)) {
        ids.add(moments.get(i).id.value());
      }
    }
    return ids;
  }

  /// The moment whose state the user is shown.
  Moment shown() {
    return joined() || !everJoined() ? last() : moments.get(departure());
  }
}
