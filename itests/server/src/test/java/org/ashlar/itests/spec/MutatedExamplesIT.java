package org.ashlar.itests.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The examples of the specification, spoiled at random: nothing makes the server fail, hang, or
/// answer without saying why. `ashlar.requests` says how many, `ashlar.seed` repeats a run.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MutatedExamplesIT {
  private static final int REQUESTS = Integer.getInteger("ashlar.requests", 20_000);
  private static final long SEED = Long.getLong("ashlar.seed", System.nanoTime());
  private static final int CLIENTS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @RegisterExtension static final AshlarServer SERVER = AshlarServer.with(World.YAML);

  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
  private final List<Operation> served =
      Operation.all().stream().filter(o -> !Later.OPERATIONS.contains(o.id())).toList();
  private World world;

  @BeforeAll
  void open() {
    world = new World(SERVER.baseUri(), SERVER.baseUri());
  }

  @Test
  void nothingMakesTheServerFail() throws Exception {
    var clients = new ArrayList<Thread>();
    for (int i = 0; i < CLIENTS; i++) {
      var mutator = new Mutator(SEED + i);
      clients.add(Thread.ofVirtual().start(() -> play(mutator)));
    }
    for (Thread client : clients) {
      client.join();
    }

    System.out.printf("seed %d: %s%n", SEED, new TreeMap<>(statuses));
    assertThat(faults).as("seed %d", SEED).isEmpty();
    assertThat(world.alice().get("/account/whoami").get("user_id").asText())
        .isEqualTo(world.alice().user());
    assertThat(Files.readString(SERVER.output())).doesNotContain("\tat ").doesNotContain("ERROR");
  }

  /// Each client has one connection.
  private void play(Mutator mutator) {
    try (var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var actor = world.someone();
      var before = "nothing";
      for (int i = 0; i < REQUESTS / CLIENTS; i++) {
        var request = request(mutator.any(served), actor, mutator);
        var status = send(http, request, before);
        before = status + " of " + request;
        if (status == 401) {
          actor = world.someone();
        }
      }
    }
  }

  private int send(HttpClient http, Spoiled request, String before) {
    try {
      var response = http.send(request.request(), BodyHandlers.ofString());
      judge(request, response);
      return response.statusCode();
    } catch (IOException e) {
      faults.add(e + " for " + request + ", after " + before);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 0;
  }

  private Spoiled request(Operation operation, MatrixClient actor, Mutator mutator) {
    var target = path(operation, actor, mutator) + query(operation, mutator);
    var body = body(operation, mutator);
    var request =
        HttpRequest.newBuilder(URI.create(SERVER.baseUri() + target))
            .timeout(LIMIT)
            .method(
                operation.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (operation.needsToken() || mutator.random().nextBoolean()) {
      request.header("Authorization", "Bearer " + actor.token());
    }
    return new Spoiled(request.build(), shown(body));
  }

  private void judge(Spoiled request, HttpResponse<String> response) {
    int status = response.statusCode();
    statuses.computeIfAbsent(status, _ -> new AtomicInteger()).incrementAndGet();
    if (status >= 500 || (status >= 400 && !saysWhy(response.body()))) {
      faults.add("%s: %d %s".formatted(request, status, response.body()));
    }
  }

  /// An error has a code; a request for authentication has flows instead.
  private static boolean saysWhy(String text) {
    try {
      var body = MatrixClient.json(text);
      return body.path("errcode").isTextual() || body.has("flows");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// A request, and its body as far as a person wants to read it.
  private record Spoiled(HttpRequest request, String body) {
    @Override
    public String toString() {
      return request.method()
          + " "
          + request.uri().getRawPath()
          + "?"
          + request.uri().getRawQuery()
          + " "
          + body;
    }
  }

  private static String shown(byte[] body) {
    var text = body == null ? "" : new String(body, java.nio.charset.StandardCharsets.UTF_8);
    return text.substring(0, Math.min(600, text.length()));
  }

  private String path(Operation operation, MatrixClient actor, Mutator mutator) {
    var path = operation.path();
    for (JsonNode param : operation.line().get("params")) {
      if (param.get("in").asText().equals("path")) {
        var sound = sound(param, actor);
        var value = mutator.random().nextInt(3) > 0 ? sound : mutator.text(sound);
        var name = "{" + param.get("name").asText() + "}";
        path = path.replace(name, MatrixClient.encoded(value));
      }
    }
    return path;
  }

  private String sound(JsonNode param, MatrixClient actor) {
    return switch (param.get("name").asText()) {
      case "roomId", "roomIdOrAlias" -> world.room();
      case "userId" -> actor.user();
      case "eventId" -> world.event();
      case "deviceId" -> actor.device();
      default -> param.get("example").asText("x");
    };
  }

  /// What waits when nobody says how long is told not to.
  private static String query(Operation operation, Mutator mutator) {
    var query = new StringBuilder();
    for (JsonNode param : operation.queryParameters()) {
      var name = param.get("name").asText();
      boolean waits = name.equals("timeout");
      if (waits || mutator.random().nextBoolean()) {
        var value = mutator.text(param.get("example").asText("1"));
        boolean sound = waits && (value.isEmpty() || value.matches("[0-9]+"));
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=');
        query.append(sound ? "1" : MatrixClient.encoded(value));
      }
    }
    return query.toString();
  }

  private static byte[] body(Operation operation, Mutator mutator) {
    var examples = operation.examples();
    return examples.isEmpty() ? null : mutator.body(mutator.any(examples));
  }
}
