package org.ashlar.itests.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.ashlar.itests.server.MatrixClient.Answer;

/// Requests by operation, each with the answer that it must get.
final class Cases {
  private final Map<String, List<Case>> cases = new LinkedHashMap<>();

  /// A request and what must come of it.
  ///
  /// @param name when it comes
  /// @param expected the status, and for an error its code: `403 M_FORBIDDEN`
  /// @param request makes the request
  record Case(String name, String expected, Function<World, Answer> request) {}

  /// The cases of an operation.
  final class Of {
    private final List<Case> list;

    private Of(List<Case> list) {
      this.list = list;
    }

    /// A request that must be answered with 200 and a body that fits the schema.
    Of ok(String name, Function<World, Answer> request) {
      list.add(new Case(name, "200", request));
      return this;
    }

    /// A request that must be refused.
    Of fails(String expected, String name, Function<World, Answer> request) {
      list.add(new Case(name, expected, request));
      return this;
    }
  }

  /// Begins the cases of an operation.
  Of on(String operation) {
    return new Of(cases.computeIfAbsent(operation, _ -> new ArrayList<>()));
  }

  /// The operations that have cases.
  Map<String, List<Case>> byOperation() {
    return cases;
  }
}
