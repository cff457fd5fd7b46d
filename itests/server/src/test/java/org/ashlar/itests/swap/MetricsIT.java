package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.Await;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus reads of a running server.
class MetricsIT {
  @RegisterExtension
  static final AshlarServer server =
      AshlarServer.with(
          """
          registration:
            enabled: true
          password:
            hash_memory_kib: 1024
            hash_iterations: 1
          http:
            trusted_proxies: [127.0.0.7]
            listeners:
              - address: 127.0.0.1
                port: ${port}
                apis: [client, metrics]
              - address: 127.0.0.8
                port: ${port}
                apis: [client]
          """);

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern SAMPLE = Pattern.compile("([a-z_0-9]+)(\\{.*})? (\\S+)");
  private static final Pattern OF_EXPRESSION = Pattern.compile("\\b(ashlar|jvm|process)_\\w+");
  private static final int MOST_SAMPLES = 20_000;
  private static final Duration COUNTED = Duration.ofSeconds(10);

  @TempDir private Path folder;

  @Test
  void requestsAreCountedByTheirTemplateAndShownToThisMachineWithoutLogin() {
    // Given
    MatrixClient alice = MatrixClient.register(server.baseUri(), "alice");
    String room = alice.createRoom("{}");
    String send =
        "{method=\"PUT\",servlet=\"/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}\"}";
    Map<String, Double> before = samples();
    // When
    for (int i = 0; i < 5; i++) {
      alice.say(room, "t" + i, "hello");
    }
    // Then: a request is counted when its answer has been sent
    for (String name :
        List.of(
            "ashlar_storage_events_persisted_events_total",
            "ashlar_http_server_response_count_total" + send,
            "ashlar_http_server_response_busy_seconds_count" + send)) {
      double expected = before.getOrDefault(name, 0.0) + 5;
      Await.until(name, COUNTED, () -> samples().getOrDefault(name, 0.0) >= expected);
      assertThat(value(name)).as(name).isEqualTo(expected);
    }
    assertThat(value("ashlar_http_server_response_size_total" + send)).isPositive();
    assertThat(value("ashlar_contexts_late_charges_total")).isZero();
    assertThat(scrape()).doesNotContain(room.substring(1, 12));
  }

  @Test
  void whoIsElsewhereIsRefused() throws Exception {
    String proxy = "127.0.0.7";
    String unknown = "127.0.0.1";
    assertThat(ask(proxy, "203.0.113.9", "127.0.0.1")).isEqualTo(401);
    assertThat(ask(proxy, "127.0.0.1", "127.0.0.1")).isEqualTo(200);
    assertThat(ask(unknown, "203.0.113.9", "127.0.0.1")).isEqualTo(401);
    assertThat(ask(unknown, "127.0.0.1", "127.0.0.8")).isEqualTo(404);
  }

  @Test
  void everyMetricIsDocumentedAndItsNameIsValid() throws Exception {
    MatrixClient.register(server.baseUri(), "lint").createRoom("{}");
    AshlarServer.Outcome list = server.control("metrics");
    assertThat(list.err()).isEmpty();
    List<String> lines = list.out().lines().toList();
    assertThat(lines).hasSizeGreaterThan(70);
    for (String line : lines) {
      String[] cells = line.split(" \\| ");
      assertThat(cells).as(line).hasSize(4);
      assertThat(cells[0]).startsWith("ashlar_").matches(NAME);
      assertThat(cells[2].equals("-") ? List.of() : List.of(cells[2].split(", ")))
          .allSatisfy(label -> assertThat(label.toString()).matches(NAME));
      assertThat(cells[3]).as(line).endsWith(".").matches("[A-Z].*");
    }
    String page = page(lines);
    Path file = root().resolve("docs/reference/metrics.md");
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file))
        .as("docs/reference/metrics.md; write it anew with -Dreference.write=true")
        .isEqualTo(page);
    assertThat(families(scrape()))
        .filteredOn(name -> name.startsWith("ashlar_"))
        .isSubsetOf(names(lines))
        .hasSizeGreaterThan(60);
    assertThat(samples()).hasSizeLessThan(MOST_SAMPLES);
  }

  @Test
  void everyExpressionOfTheDashboardNamesMetricsThatExist() throws Exception {
    Set<String> known = new TreeSet<>(names(server.control("metrics").out().lines().toList()));
    known.addAll(families(scrape()));
    List<String> expressions = new ArrayList<>();
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(Files.readString(root().resolve("docs/grafana/ashlar.json")));
    dashboard.findValuesAsText("expr").forEach(expressions::add);
    assertThat(expressions).hasSizeGreaterThan(30);
    for (String expression : expressions) {
      var found = OF_EXPRESSION.matcher(expression);
      assertThat(found.find()).as(expression).isTrue();
      do {
        String name = found.group();
        assertThat(known)
            .as("%s in %s", name, expression)
            .containsAnyOf(name, name.replaceFirst("_(bucket|sum|count)$", ""));
      } while (found.find());
    }
  }

  @Test
  void countersGoOnWhenWhoCountsAndWhoShowsAreReplaced() {
    // Given
    MatrixClient bob = MatrixClient.register(server.baseUri(), "bob");
    String room = bob.createRoom("{}");
    bob.say(room, "before", "hello");
    double stored = value("ashlar_storage_events_persisted_events_total");
    double lookups = value("ashlar_util_caches_cache{name=\"state_nodes\"}");
    double created = responses("/_matrix/client/v3/createRoom");
    // When
    for (String bundle : List.of("org.ashlar.store.postgres", "org.ashlar.metrics")) {
      String jar = new Revisions(jar(bundle), folder).version("0.1.1").toString();
      AshlarServer.Outcome swap = server.control("swap", bundle, jar);
      assertThat(swap.err()).isEmpty();
      assertThat(swap.exit()).isZero();
    }
    bob.say(room, "after", "hello");
    bob.createRoom("{}");
    // Then
    assertThat(value("ashlar_storage_events_persisted_events_total")).isGreaterThan(stored + 1);
    assertThat(value("ashlar_util_caches_cache{name=\"state_nodes\"}"))
        .isGreaterThanOrEqualTo(lookups);
    assertThat(responses("/_matrix/client/v3/createRoom")).isEqualTo(created + 1);
    assertThat(value("ashlar_swaps_total{kind=\"swap\",outcome=\"ok\"}")).isEqualTo(2);
    assertThat(value("ashlar_gate_instances{api=\"store.EventStore\"}")).isEqualTo(1);
    AshlarServer.Outcome audit = server.control("audit");
    assertThat(audit.err()).isEmpty();
    assertThat(audit.exit()).isZero();
  }

  private static double responses(String path) {
    return value(
        "ashlar_http_server_response_count_total{method=\"POST\",servlet=\"" + path + "\"}");
  }

  /// The value of a sample, named with its labels as they are shown.
  private static double value(String sample) {
    Double value = samples().get(sample);
    assertThat(value).as("%s in%n%s", sample, samples().keySet()).isNotNull();
    return value;
  }

  private static Map<String, Double> samples() {
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : scrape().lines().filter(each -> !each.startsWith("#")).toList()) {
      var sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      String labels = sample.group(2) == null ? "" : sample.group(2);
      Double before =
          samples.put(sample.group(1) + labels, Double.parseDouble(sample.group(3)));
      assertThat(before).as("a second %s", line).isNull();
    }
    return samples;
  }

  private static Set<String> families(String text) {
    return text.lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" ")[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String page(List<String> lines) {
    StringBuilder page = new StringBuilder(8_192);
    page.append("# The metrics\n\n");
    page.append(
        "Made of what a running server says (`bin/ashlar metrics`); do not edit. What to look at, and"
            + " how to read them: [metrics.md](../metrics.md). `ashlar` is the `prefix` of the section"
            + " `metrics`. Beside these there are the `jvm_*` and `process_*` metrics that all Java"
            + " programs have. Histograms end in `_bucket`, `_count` and `_sum`.\n\n");
    page.append("| name | kind | labels | meaning |\n|---|---|---|---|\n");
    for (String line : lines) {
      String[] cells = line.split(" \\| ");
      page.append("| `").append(cells[0]).append("` | ").append(cells[1]).append(" | ");
      page.append(
          cells[2].equals("-")
              ? ""
              : Arrays.stream(cells[2].split(", "))
                  .map(label -> "`" + label + "`")
                  .collect(Collectors.joining(", ")));
      page.append(" | ").append(cells[3]).append(" |\n");
    }
    return page.toString();
  }

  private static String scrape() {
    HttpResponse<String> answer = server.get("/_ashlar/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  /// Asks through a proxy.
  ///
  /// @param proxy the address it connects from
  /// @param client for whom, as it says
  /// @param listener where it connects to
  /// @return the status
  private static int ask(String proxy, String client, String listener) throws Exception {
    URI uri = URI.create("http://" + listener + ":" + server.port() + "/_ashlar/metrics");
    HttpRequest request = HttpRequest.newBuilder(uri).header("X-Forwarded-For", client).build();
    try (HttpClient from =
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral(proxy)).build()) {
      return from.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("ashlar.server")).toAbsolutePath().normalize()
        .getParent().getParent();
  }

  private static Path jar(String name) {
    try (var files = Files.walk(root().resolve("distribution/server/system"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(name + "-0.1.0.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
