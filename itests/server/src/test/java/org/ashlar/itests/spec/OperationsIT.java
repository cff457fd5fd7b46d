package org.ashlar.itests.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.MatrixClient;
import org.ashlar.itests.server.MatrixClient.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every operation of the specification's description: served with success, each error and
/// authentication as described and with answers that fit the schema, or on the list of those that
/// are not served yet and then unrecognized.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsIT {
  private static final Set<String> UNSERVED = Set.of("404 M_UNRECOGNIZED", "405 M_UNRECOGNIZED");

  @RegisterExtension static final AshlarServer SERVER = AshlarServer.with(World.YAML);
  @RegisterExtension static final AshlarServer GATED = AshlarServer.with(World.GATED_YAML);

  private final Map<String, List<Cases.Case>> cases = AllCases.of().byOperation();
  private World world;

  @BeforeAll
  void open() {
    world = new World(SERVER.baseUri(), GATED.baseUri());
  }

  @TestFactory
  Stream<DynamicNode> everyOperationAnswersAsDescribed() {
    return Operation.all().stream()
        .filter(operation -> cases.containsKey(operation.id()))
        .map(
            operation -> DynamicContainer.dynamicContainer(operation.toString(), tests(operation)));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNotServedYetIsUnrecognized() {
    return Operation.all().stream()
        .filter(operation -> Later.OPERATIONS.contains(operation.id()))
        .map(
            operation ->
                DynamicTest.dynamicTest(
                    operation.toString(), () -> assertThat(probe(operation)).isIn(UNSERVED)));
  }

  @Test
  void everyOperationHasCasesOrIsForLater() {
    var described = Operation.all().stream().map(Operation::id).collect(Collectors.toSet());
    var listed = new TreeSet<>(Later.OPERATIONS);
    listed.addAll(cases.keySet());
    assertThat(listed).isEqualTo(new TreeSet<>(described));
    assertThat(Later.OPERATIONS).doesNotContainAnyElementsOf(cases.keySet());
  }

  @Test
  void everyDescribedErrorHasACase() {
    List<String> missing = new ArrayList<>();
    for (Operation operation : Operation.all()) {
      var own = cases.get(operation.id());
      if (own != null) {
        var tested = own.stream().map(Cases.Case::expected).collect(Collectors.toSet());
        operation.errors().stream()
            .filter(error -> !isTested(error, tested))
            .map(error -> operation.id() + " " + error)
            .filter(error -> !Later.ERRORS.contains(error))
            .forEach(missing::add);
      }
    }
    assertThat(missing).isEmpty();
  }

  /// A described error without a code, or with the one that says nothing, may bear any.
  private static boolean isTested(String error, Set<String> tested) {
    var status = error.substring(0, 3);
    boolean anyCode = error.equals(status) || error.endsWith(" M_UNKNOWN");
    return tested.contains(error)
        || (anyCode && tested.stream().anyMatch(other -> other.startsWith(status)));
  }

  private Stream<DynamicNode> tests(Operation operation) {
    List<DynamicNode> tests = new ArrayList<>();
    if (operation.needsToken()) {
      tests.add(
          DynamicTest.dynamicTest(
              "401 M_MISSING_TOKEN: without a token",
              () -> assertThat(probe(operation)).isEqualTo("401 M_MISSING_TOKEN")));
      tests.add(
          DynamicTest.dynamicTest(
              "401 M_UNKNOWN_TOKEN: with an unknown token",
              () ->
                  assertThat(probe(operation, new MatrixClient(SERVER.baseUri(), "no", "", "")))
                      .isEqualTo("401 M_UNKNOWN_TOKEN")));
    }
    for (Cases.Case each : cases.getOrDefault(operation.id(), List.of())) {
      tests.add(
          DynamicTest.dynamicTest(
              each.expected() + ": " + each.name(), () -> check(operation, each)));
    }
    return tests.stream();
  }

  private void check(Operation operation, Cases.Case each) {
    Answer answer = each.request().apply(world);
    var found = answer.status() < 300 ? Integer.toString(answer.status()) : answer.error();
    assertThat(found.replace(" null", "").strip())
        .as("%s", answer.body())
        .isEqualTo(each.expected());
    if (answer.status() >= 400 && !each.expected().equals("401")) {
      assertThat(answer.body().path("error").asText()).isNotBlank();
    }
    assertThat(Shape.breaches(answer.body(), operation.schema(answer.status())))
        .as("%s", answer.body())
        .isEmpty();
  }

  private String probe(Operation operation) {
    return probe(operation, world.nobody());
  }

  private static String probe(Operation operation, MatrixClient client) {
    var body = operation.hasBody() ? "{}" : null;
    return client.call(operation.method(), operation.examplePath(), body).error();
  }
}
