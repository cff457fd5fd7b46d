package org.ashlar.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// Which members each device has been told that loads them lazily. It counts only for a reader who
/// goes on from the last answer, or repeats the last question; all others are told again. Any
/// thread.
final class ToldMembers {
  private static final int DEVICES = 20_000;
  private static final int MEMBERS = 5_000;

  private final BoundedCache<Device, Told> devices =
      new BoundedCache<>("sync_told_members", DEVICES);

  private record Device(UserId user, String device) {}

  /// The members of a room whom the reader knows from earlier answers.
  Set<String> known(Window window, long roomNid) {
    Told told = devices.get(device(window));
    return told == null ? Set.of() : told.known(window.request().since(), roomNid);
  }

  /// Notes what an answer tells.
  ///
  /// @param next the token that the answer gives
  void tell(List<Draft> drafts, String next, Window window) {
    if (window.filter().state().lazyMembers()) {
      devices
          .computeIfAbsent(device(window), _ -> new Told())
          .tell(drafts, window.request().since(), next);
    }
  }

  private static Device device(Window window) {
    String device = window.request().device();
    return new Device(window.user(), device == null ? "" : device);
  }

  /// What one device was told, with the number of the answer that told it.
  private static final class Told {
    private final Map<Long, Map<String, Long>> rooms = new HashMap<>();
    private @Nullable String question;
    private @Nullable String answer;
    private long number;
    private int size;

    synchronized Set<String> known(@Nullable String since, long roomNid) {
      Map<String, Long> members = rooms.get(roomNid);
      if (members == null || since == null) {
        return Set.of();
      }
      if (since.equals(answer)) {
        return Set.copyOf(members.keySet());
      }
      if (!since.equals(question)) {
        return Set.of();
      }
      Set<String> earlier = new HashSet<>();
      members.forEach(
          (member, told) -> {
            if (told < number) {
              earlier.add(member);
            }
          });
      return earlier;
    }

    synchronized void tell(List<Draft> drafts, @Nullable String since, String next) {
      if (since == null || !since.equals(answer)) {
        forget(since != null && Objects.equals(since, question));
      }
      question = since;
      answer = next;
      number++;
      boolean ambiguous = next.equals(since);
      for (Draft draft : drafts) {
        tell(draft, ambiguous);
      }
    }

    /// A token that does not move does not say whether its answer came; such an answer counts not.
    private void tell(Draft draft, boolean ambiguous) {
      if (draft.isWhole()) {
        Map<String, Long> gone = rooms.remove(draft.nid());
        size -= gone == null ? 0 : gone.size();
      }
      Set<String> shown = LazyMembers.members(draft.timeline().shown());
      shown.addAll(LazyMembers.members(draft.state()));
      if (shown.isEmpty() || ambiguous) {
        return;
      }
      if (size + shown.size() > MEMBERS) {
        forget(false);
      }
      Map<String, Long> members = rooms.computeIfAbsent(draft.nid(), _ -> new HashMap<>());
      for (String member : shown) {
        if (members.putIfAbsent(member, number) == null) {
          size++;
        }
      }
    }

    /// Forgets what the last answer told, which has been lost, or all.
    private void forget(boolean onlyLast) {
      if (!onlyLast) {
        rooms.clear();
      }
      rooms.values().forEach(members -> members.values().removeIf(told -> told == number));
      size = rooms.values().stream().mapToInt(Map::size).sum();
    }
  }
}
