package org.ashlar.http.jetty;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.RouteSet;
import org.jspecify.annotations.Nullable;

/// Which owner has which path. Immutable; holds no endpoint of a set that is gone.
///
/// Which version of an owner's set answers is not decided here but at its gate, so that one write
/// to the selection cell switches.
final class RoutingTable {
  private final PathTree<Place> tree = new PathTree<>();
  private final Map<RouteSet, CompiledSet> compiled = new IdentityHashMap<>();
  private final Map<String, List<Path>> paths = new HashMap<>();
  private final Map<RouteSet, String> refused = new IdentityHashMap<>();

  /// @param sets the sets that are there, oldest first
  /// @param before the table before this one; the paths of owners that have gone are kept as away
  RoutingTable(Collection<RouteSet> sets, @Nullable RoutingTable before) {
    for (RouteSet set : sets) {
      add(set, before);
    }
    if (before != null) {
      before.paths.forEach(this::addAway);
    }
  }

  /// What a request meets.
  sealed interface Target {
    /// No such path.
    record Unknown() implements Target {}

    /// The path is there, but not for this method.
    record WrongMethod(String allowed) implements Target {}

    /// The routes of that owner have gone.
    record Away(String owner) implements Target {}

    /// The path is there.
    record Known(String owner, int maxBody) implements Target {}
  }

  Target find(String method, String[] segments) {
    PathTree.Match<Place> match = tree.find(segments);
    if (match == null) {
      return new Target.Unknown();
    }
    Place place = match.leaf();
    if (place.away) {
      return new Target.Away(place.owner);
    }
    Integer maxBody = place.methods.get(method);
    if (maxBody == null && method.equals("HEAD")) {
      maxBody = place.methods.get("GET");
    }
    return maxBody == null
        ? new Target.WrongMethod(place.allowed())
        : new Target.Known(place.owner, maxBody);
  }

  /// The endpoints of a set, null for one that was refused or is not in this table.
  @Nullable CompiledSet compiled(RouteSet set) {
    return compiled.get(set);
  }

  /// Sets that were refused, each with the reason.
  Map<RouteSet, String> refused() {
    return refused;
  }

  private void add(RouteSet set, @Nullable RoutingTable before) {
    String conflict = conflict(set);
    if (conflict != null) {
      refused.put(set, conflict);
      return;
    }
    try {
      CompiledSet known = before == null ? null : before.compiled(set);
      compiled.put(set, known == null ? new CompiledSet(set) : known);
    } catch (IllegalArgumentException e) {
      refused.put(set, String.valueOf(e.getMessage()));
      return;
    }
    Set<Path> all = new HashSet<>(paths.getOrDefault(set.owner(), List.of()));
    for (Endpoint endpoint : set.endpoints()) {
      Route route = endpoint.route();
      Path path = new Path(route.method(), route.path(), route.maxBody());
      put(path, set.owner(), false);
      all.add(path);
    }
    paths.put(set.owner(), List.copyOf(all));
  }

  private void addAway(String owner, List<Path> gone) {
    if (!paths.containsKey(owner)) {
      for (Path path : gone) {
        if (tree.at(path.template) == null) {
          put(path, owner, true);
        }
      }
      paths.put(owner, gone);
    }
  }

  private void put(Path path, String owner, boolean away) {
    tree.put(
        path.template,
        place -> {
          Place result = place == null ? new Place(owner, away) : place;
          result.methods.merge(path.method, path.maxBody, Math::max);
          return result;
        });
  }

  private @Nullable String conflict(RouteSet set) {
    for (Endpoint endpoint : set.endpoints()) {
      String template = endpoint.route().path();
      Place place = template.startsWith("/") ? tree.at(template) : null;
      if (place != null && !place.owner.equals(set.owner())) {
        return template + " belongs to " + place.owner;
      }
    }
    return null;
  }

  private record Path(String method, String template, int maxBody) {}

  private static final class Place {
    private final String owner;
    private final boolean away;
    private final Map<String, Integer> methods = new HashMap<>();

    Place(String owner, boolean away) {
      this.owner = owner;
      this.away = away;
    }

    String allowed() {
      Set<String> all = new TreeSet<>(methods.keySet());
      all.add("OPTIONS");
      if (all.contains("GET")) {
        all.add("HEAD");
      }
      return String.join(", ", all);
    }
  }
}
