package org.ashlar.itests.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /// Members that the server has no use for, in the given example or at all.
  private static final Set<String> UNREAD =
      Set.of(
          "login address",
          "login medium",
          "login token",
          "login user",
          "setPushRule conditions",
          "requestTokenToRegisterEmail id_access_token",
          "requestTokenToRegisterEmail id_server",
          "requestTokenToRegisterEmail next_link",
          "requestTokenToRegisterMSISDN id_access_token",
          "requestTokenToRegisterMSISDN id_server",
          "requestTokenToRegisterMSISDN next_link",
          "requestTokenToResetPasswordEmail id_access_token",
          "requestTokenToResetPasswordEmail id_server",
          "requestTokenToResetPasswordEmail next_link",
          "requestTokenToResetPasswordMSISDN id_access_token",
          "requestTokenToResetPasswordMSISDN id_server",
          "requestTokenToResetPasswordMSISDN next_link");

  /// Members for which the description names another code.
  private static final Map<String, String> OTHER_CODES =
      Map.of("postReceipt thread_id", "400 M_INVALID_PARAM");

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
    var example = operation.examples().getFirst();
    for (var member : operation.line().at("/body/p").properties()) {
      var name = operation.id() + " " + member.getKey();
      if (!UNREAD.contains(name)) {
        var code = OTHER_CODES.getOrDefault(name, "400 M_BAD_JSON");
        var type = member.getValue().path("t").asText();
        for (String wrong : WRONG.getOrDefault(type, List.of())) {
          ObjectNode body = example.deepCopy();
          body.set(member.getKey(), MatrixClient.json(wrong));
          requests.add(new Request(path, body.toString(), code));
        }
      }
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
