package org.ashlar.room.resolve;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;

/// A fork in which all is contested: on each side 100 power levels follow each other, and members
/// are banned, kicked and let in, 1,000 events of both sides together.
public final class PowerStruggle implements Supplier<Map<StateKey, EventId>> {
  /// How many events the two sides make.
  public static final int EVENTS = 1000;

  private final ResolutionRequest request;
  private final GatedResolver.Algorithm algorithm;
  private final int conflicted;

  /// @param version the room version
  public PowerStruggle(String version) {
    this(version, EVENTS, _ -> {});
  }

  /// @param version the room version
  /// @param events how many events the two sides make
  /// @param reads is told the ids before they are read
  PowerStruggle(String version, int events, Consumer<Collection<EventId>> reads) {
    Branch left = Branch.of(version);
    left.joinRule("public");
    left.levels(Branch.CREATOR, "'" + Branch.ALICE + "':90,'" + Branch.BOB + "':90");
    left.membership(Branch.ALICE, Branch.ALICE, "join");
    left.membership(Branch.BOB, Branch.BOB, "join");
    Branch right = left.fork();
    int before = left.pool.size();
    struggle(left, Branch.ALICE, events / 2);
    struggle(right, Branch.BOB, events / 2);
    conflicted = left.pool.size() - before;
    Map<EventId, Long> orders = new HashMap<>();
    for (Event event : left.pool.values()) {
      orders.put(event.id(), (long) orders.size());
    }
    request =
        Requests.request(
            left.room,
            List.of(new TreeMap<>(left.state), new TreeMap<>(right.state)),
            new CountingSource(reads, new OrderedSource(left.pool, orders)));
    algorithm = Requests.algorithm(left.room);
  }

  private static void struggle(Branch side, String moderator, int events) {
    for (int i = 0; i < events; i++) {
      String user = "@u" + i / 2 + ":a.example";
      if (i % 5 == 0) {
        String levels = "'" + Branch.ALICE + "':90,'" + Branch.BOB + "':90,'" + user + "':";
        side.levels(moderator, levels + i % 50);
      } else if (i % 2 == 0) {
        side.membership(user, user, "join");
      } else {
        side.membership(moderator, user, i % 3 == 0 ? "ban" : "leave");
      }
    }
  }

  /// Events that the two sides have made.
  public int conflicted() {
    return conflicted;
  }

  /// Resolves.
  @Override
  public Map<StateKey, EventId> get() {
    return resolve(Branch.RULES);
  }

  /// Resolves by rules of somebody's own.
  Map<StateKey, EventId> resolve(AuthRules rules) {
    return algorithm.resolve(request, rules, ResolutionTrace.NONE);
  }
}
