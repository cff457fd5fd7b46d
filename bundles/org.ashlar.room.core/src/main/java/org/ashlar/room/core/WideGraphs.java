package org.ashlar.room.core;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.metric.Histograms.Histogram;
import org.ashlar.base.task.Tasks;
import org.ashlar.room.Requester;
import org.ashlar.room.SendEvent;
import org.ashlar.store.Append;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Joins the ends of rooms that have too many of them, as each costs at every resolution: a last
/// resort, where a member of this server may send such an event, and once a minute at most.
final class WideGraphs {
  /// The type of events that have no other use than joining ends. Clients ignore it.
  static final String TYPE = "org.matrix.dummy_event";

  private static final Logger LOG = LoggerFactory.getLogger(WideGraphs.class);
  private static final long PAUSE_MILLIS = 60_000;
  private static final int CANDIDATES = 20;
  private static final int ROOMS = 10_000;

  private final Parts parts;
  private final EventSending sending;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Histogram extremities = RoomMetrics.extremities();
  private final Map<RoomId, Seen> rooms = new ConcurrentHashMap<>();

  /// When a room was joined last, and how many events that took.
  private record Seen(long at, long sent) {}

  WideGraphs(Parts parts, EventSending sending, Tasks tasks, InstantSource clock) {
    this.parts = parts;
    this.sending = sending;
    this.tasks = tasks;
    this.clock = clock;
  }

  /// Hears what has been committed.
  ///
  /// @param most the number of extremities that is not too many
  void committed(Append append, int most) {
    RoomId room = append.room().id();
    extremities.record(append.extremities().size());
    if (append.extremities().size() > most && isDue(room)) {
      tasks.background("dummy", () -> join(room, append.room().nid()));
    }
  }

  /// How many events were sent to join the ends of a room.
  long sent(RoomId room) {
    Seen seen = rooms.get(room);
    return seen == null ? 0 : seen.sent;
  }

  /// Whether the room's turn has come; one of several who ask at once is told so.
  private boolean isDue(RoomId room) {
    long now = clock.millis();
    if (rooms.size() > ROOMS) {
      rooms.values().removeIf(seen -> seen.at < now - PAUSE_MILLIS);
    }
    Seen old = rooms.get(room);
    if (old == null) {
      return rooms.putIfAbsent(room, new Seen(now, 0)) == null;
    }
    return now - old.at >= PAUSE_MILLIS && rooms.replace(room, old, new Seen(now, old.sent));
  }

  private void join(RoomId room, long roomNid) {
    try {
      List<UserId> members =
          parts.store().call(store -> store.members(roomNid, List.of())).stream()
              .filter(row -> row.membership().equals("join"))
              .map(MembershipRow::user)
              .filter(user -> user.isOn(parts.server()))
              .limit(CANDIDATES)
              .toList();
      for (UserId user : members) {
        if (isSent(room, user)) {
          rooms.computeIfPresent(room, (_, seen) -> new Seen(seen.at, seen.sent + 1));
          return;
        }
      }
      LOG.info("{} has many ends, and no member of this server may join them", room);
    } catch (MatrixException | StoreException e) {
      LOG.info("The ends of {} are joined later: {}", room, e.getMessage());
    }
  }

  private boolean isSent(RoomId room, UserId user) {
    try {
      sending.send(
          new Requester(user, null, false),
          new SendEvent(room, TYPE, null, JsonObject.EMPTY, null));
      return true;
    } catch (MatrixException e) {
      if (e.status() == 403) {
        return false;
      }
      throw e;
    }
  }
}
