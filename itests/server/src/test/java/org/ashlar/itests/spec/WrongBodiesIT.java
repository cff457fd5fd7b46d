package org.ashlar.itests.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every operation that takes a body, with bodies that are none, and with each described member in
/// each type that it must not have; every operation with identifiers that are none. The code says
/// what was wrong.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrongBodiesIT {
  private static final Map<String, String> NO_OBJECTS =
      Map.of(
          "no", "400 M_NOT_JSON",
          "{", "400 M_NOT_JSON",
          "{\"a\":1,\"a\":2}", "400 M_NOT_JSON",
          "[]", "400 M_BAD_JSON",
          "\"text\"", "400 M_BAD_JSON",
          "null", "400 M_BAD_JSON");
  private static final Map<String, List<String>> WRONG =
      Map.of(
          "string", List.of("7", "[]", "{}"),
          "integer", List.of("\"x\"", "true", "1.5"),
          "boolean", List.of("\"x\"", "1", "[]"),
          "array", List.of("\"x\"", "7", "{}"),
          "object", List.of("\"x\"", "7", "[]"));

  @RegisterExtension static final AshlarServer SERVER = AshlarServer.with(World.YAML);

  private final List<Operation> served =
      Operation.all().stream().filter(o -> !Later.OPERATIONS.contains(o.id())).toList();
  private World world;

  @BeforeAll
  void open() {
    world = new World(SERVER.baseUri(), SERVER.baseUri());
  }

  @Test
  void thereAreAtLeastThreeHundred() {
    assertThat(served.stream().mapToInt(operation -> requests(operation).size()).sum())
        .isGreaterThanOrEqualTo(300);
  }

  @TestFactory
  Stream<DynamicNode> everyWrongRequestIsRefusedWithItsCode() {
    return served.stream()
        .map(
            operation ->
                DynamicContainer.dynamicContainer(
                    operation + " " + operation.id(),
                    requests(operation).stream().map(request -> test(operation, request))));
  }

  /// @param path where it goes
  /// @param body what it bears
  /// @param expected status and code
  private record Request(String path, String body, String expected) {}

  private DynamicNode test(Operation operation, Request request) {
    return DynamicTest.dynamicTest(
        request.expected() + ": " + request.path() + " " + request.body(),
        () -> {
          var path =
              request.path().replace("{room}", world.room()).replace("{event}", world.event());
          var answer =
              world
                  .bob()
                  .call(operation.method(), path, request.body().isEmpty() ? null : request.body());
          assertThat(answer.error()).as("%s", answer.body()).isEqualTo(request.expected());
        });
  }

  private static List<Request> requests(Operation operation) {
    var requests = new ArrayList<Request>();
    identifiers(operation, requests);
    if (operation.hasBody()) {
      var path = path(operation, "", "");
      NO_OBJECTS.forEach((body, expected) -> requests.add(new Request(path, body, expected)));
      members(operation, path, requests);
    }
    return requests;
  }

  private static void members(Operation operation, String path, List<Request> requests) {
    for (JsonNode example : operation.examples().stream().limit(1).toList()) {
      operation
          .line()
          .at("/body/p")
          .properties()
          .forEach(
              member -> {
                for (String wrong :
                    WRONG.getOrDefault(member.getValue().path("t").asText(), List.of())) {
                  ObjectNode body = example.deepCopy();
                  body.set(member.getKey(), MatrixClient.json(wrong));
                  requests.add(new Request(path, body.toString(), "400 M_BAD_JSON"));
                }
              });
    }
  }

  private static void identifiers(Operation operation, List<Request> requests) {
    var body = operation.hasBody() ? "{}" : "";
    for (String name : List.of("roomId", "userId", "eventId", "roomIdOrAlias", "roomAlias")) {
      if (operation.path().contains("{" + name + "}")) {
        for (String wrong : List.of("none", "!", "@x", "%F0%9F%98%80")) {
          requests.add(new Request(path(operation, name, wrong), body, "400 M_INVALID_PARAM"));
        }
      }
    }
  }

  /// The path with sound identifiers, but for one.
  private static String path(Operation operation, String wrongName, String wrong) {
    var path = operation.path();
    for (JsonNode param : operation.line().get("params")) {
      if (param.get("in").asText().equals("path")) {
        var name = param.get("name").asText();
        var value = name.equals(wrongName) ? wrong : sound(name, param);
        path = path.replace("{" + name + "}", value);
      }
    }
    return path;
  }

  private static String sound(String name, JsonNode param) {
    return switch (name) {
      case "roomId", "roomIdOrAlias" -> "{room}";
      case "userId" -> "@bob:localhost";
      case "eventId" -> "{event}";
      default -> MatrixClient.encoded(param.get("example").asText("x"));
    };
  }
}
