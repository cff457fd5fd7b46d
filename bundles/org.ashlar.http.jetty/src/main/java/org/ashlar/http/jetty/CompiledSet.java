package org.ashlar.http.jetty;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.RouteSet;
import org.jspecify.annotations.Nullable;

/// The endpoints of one route set, by path and method. Immutable.
final class CompiledSet {
  private final PathTree<Map<String, Operation>> tree = new PathTree<>();

  /// @throws IllegalArgumentException when a route is malformed or a method of a path comes twice
  CompiledSet(RouteSet set) {
    for (Endpoint endpoint : set.endpoints()) {
      Route route = endpoint.route();
      Operation operation =
          new Operation(
              endpoint, route.method() + " " + route.path(), PathTree.variables(route.path()));
      tree.put(route.path(), operations -> with(operations, route, operation));
    }
  }

  private static Map<String, Operation> with(
      @Nullable Map<String, Operation> operations, Route route, Operation operation) {
    Map<String, Operation> result = operations == null ? new HashMap<>() : operations;
    if (result.put(route.method(), operation) != null) {
      throw new IllegalArgumentException(route.method() + " " + route.path() + " comes twice");
    }
    return result;
  }

  /// The endpoint for a request; HEAD is answered by that for GET.
  @Nullable Found find(String method, String[] segments) {
    PathTree.Match<Map<String, Operation>> match = tree.find(segments);
    if (match == null) {
      return null;
    }
    Operation operation = match.leaf().get(method);
    if (operation == null && method.equals("HEAD")) {
      operation = match.leaf().get("GET");
    }
    return operation == null
        ? null
        : new Found(operation.endpoint, operation.name, operation.parameters(match.values()));
  }

  /// An endpoint, its method and path, and the values of its path parameters.
  record Found(Endpoint endpoint, String name, Map<String, String> parameters) {}

  private record Operation(Endpoint endpoint, String name, List<String> names) {
    Map<String, String> parameters(List<String> values) {
      return switch (names.size()) {
        case 0 -> Map.of();
        case 1 -> Map.of(names.get(0), values.get(0));
        case 2 -> Map.of(names.get(0), values.get(0), names.get(1), values.get(1));
        default -> {
          Map<String, String> all = HashMap.newHashMap(names.size());
          for (int i = 0; i < names.size(); i++) {
            all.put(names.get(i), values.get(i));
          }
          yield all;
        }
      };
    }
  }
}
