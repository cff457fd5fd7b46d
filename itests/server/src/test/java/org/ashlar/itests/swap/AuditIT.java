package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.ashlar.itests.server.AshlarServer;
import org.ashlar.itests.server.Installation;
import org.ashlar.itests.server.MatrixClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who did what, as the assembled server tells it: exactly, once, through swaps and crashes.
class AuditIT {
  private static final String YAML =
      """
      rate_limits:
        enabled: false
      registration:
        enabled: true
      password:
        hash_memory_kib: 1024
        hash_iterations: 1
      """;

  @TempDir private Path folder;

  @Test
  void everyActIsOneEntryInOrderAndNoneHoldsASecret() throws Exception {
    try (var server = AshlarServer.with(YAML).start()) {
      // Given
      var alice = MatrixClient.register(server.baseUri(), "alice");
      var room = alice.createRoom("{\"preset\": \"public_chat\"}");
      var nobody = MatrixClient.nobody(server.baseUri());
      assertThat(login(nobody, "planted-wrong")).isEqualTo(403);
      var phone = alice.login();
      phone.post("/logout", "{}");
      var user = "operator:" + System.getProperty("user.name");
      Files.writeString(
          server.config(),
          Files.readString(server.config())
              .replace("enabled: true", "enabled: true\n  shared_secret: planted-shared-secret"));
      assertThat(server.run("config", "reload").exit()).isZero();
      var sync = revision("org.ashlar.sync");
      assertThat(server.run("swap", "sync", sync).exit()).isZero();
      assertThat(server.run("swap", "sync", sync).exit()).isEqualTo(1);
      assertThat(server.run("rollback", "sync").exit()).isZero();
      assertThat(server.run("room", "delete", room).exit()).isZero();
      assertThat(server.run("doctor").exit()).isZero();
      // When
      var exported = server.run("audit");
      // Then
      assertThat(exported.err()).isEmpty();
      var entries = entries(exported.out());
      assertThat(entries)
          .extracting(e -> e.path("action").asText() + " " + e.path("outcome").asText())
          .containsExactly(
              "user.create ok",
              "login.failed refused",
              "login ok",
              "logout ok",
              "config.change ok",
              "bundle.swap ok",
              "bundle.swap refused",
              "bundle.rollback ok",
              "room.delete ok");
      assertThat(entries)
          .extracting(e -> e.path("target").asText())
          .containsExactly(
              "@alice:localhost",
              "@alice:localhost",
              "@alice:localhost",
              "@alice:localhost",
              server.config().toString(),
              "org.ashlar.sync",
              "org.ashlar.sync",
              "org.ashlar.sync",
              room);
      assertThat(entries)
          .extracting(e -> e.path("actor").asText())
          .startsWith("anonymous", "anonymous", "@alice:localhost", "@alice:localhost")
          .endsWith(user, user, user, user);
      assertThat(entries.subList(0, 4))
          .allSatisfy(e -> assertThat(e.path("address").asText()).isEqualTo("127.0.0.1"));
      assertThat(entries.get(4).at("/details/changed").asText())
          .isEqualTo("registration.shared_secret");
      assertThat(entries.get(6).at("/details/reason").asText()).contains("is running already");
      assertThat(entries).extracting(e -> e.path("number").asInt()).isEqualTo(numbers(9));
      assertThat(exported.out())
          .doesNotContain("planted", alice.token(), phone.token(), MatrixClient.PASSWORD);
      assertThat(spool(server))
          .doesNotContain("planted", alice.token(), phone.token(), MatrixClient.PASSWORD);
      var verified = server.run("audit", "verify");
      assertThat(verified.out()).startsWith("9 entries are as they were written. The last: 9 ");
      assertThat(server.run("audit", "--action", "bundle.", "--format", "text").out().lines())
          .hasSize(3);
      assertThat(server.run("audit", "--actor", alice.user()).out().lines()).hasSize(2);
      assertThat(server.run("audit", "--until", "2026-01-01").out()).isEmpty();
    }
  }

  @Test
  void aSwapOfTheStoreLosesNothing() throws Exception {
    try (var server = AshlarServer.with(YAML).start()) {
      // Given one who logs in again and again
      var alice = MatrixClient.register(server.baseUri(), "alice");
      var nobody = MatrixClient.nobody(server.baseUri());
      var logins = new AtomicInteger();
      var done = new AtomicBoolean();
      var client =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!done.get() || logins.get() < 20) {
                      assertThat(login(nobody, MatrixClient.PASSWORD)).isEqualTo(200);
                      logins.incrementAndGet();
                    }
                  });
      // When
      var swapped =
          server.run("swap", "identity.postgres", revision("org.ashlar.identity.postgres"));
      done.set(true);
      client.join();
      // Then
      assertThat(swapped.err()).isEmpty();
      assertThat(server.run("audit", "--action", "login").out().lines()).hasSize(logins.get());
      assertThat(server.run("audit", "--actor", alice.user()).out().lines()).hasSize(logins.get());
      assertThat(server.run("audit", "verify").exit()).isZero();
    }
  }

  @Test
  void whatWasDoneBeforeACrashIsThereOnceAfterIt() throws Exception {
    try (var server = AshlarServer.with(YAML).start()) {
      // Given a database that does not answer any more
      MatrixClient.register(server.baseUri(), "alice");
      assertThat(server.run("audit").out().lines()).hasSize(1);
      var database = database(server);
      signal("STOP", database);
      // When something is done, and the process ends before it reached the database
      try {
        assertThat(server.control("uninstall", "org.ashlar.sync").exit()).isEqualTo(1);
        assertThat(spool(server)).contains("bundle.uninstall");
        server.kill();
      } finally {
        signal("CONT", database);
      }
      server.start();
      // Then
      var exported = server.run("audit");
      assertThat(exported.err()).isEmpty();
      assertThat(entries(exported.out()))
          .extracting(e -> e.path("action").asText())
          .containsExactly("user.create", "bundle.uninstall");
      assertThat(server.run("audit", "verify").exit()).isZero();
    }
  }

  private String revision(String name) throws IOException {
    try (var files = Files.walk(Installation.find().resolve("system"))) {
      var jar =
          files
              .filter(file -> file.getFileName().toString().equals(name + "-0.1.0.jar"))
              .findFirst()
              .orElseThrow();
      return new Revisions(jar, folder).version("0.1.1").toString();
    }
  }

  private static int login(MatrixClient client, String password) {
    return client
        .call(
            "POST",
            "/_matrix/client/v3/login",
            """
            {"type": "m.login.password", "password": "%s",
              "identifier": {"type": "m.id.user", "user": "alice"}}
            """
                .formatted(password))
        .status();
  }

  private static List<JsonNode> entries(String out) {
    return out.lines().map(MatrixClient::json).toList();
  }

  private static List<Integer> numbers(int last) {
    return Stream.iterate(1, n -> n <= last, n -> n + 1).toList();
  }

  private static String spool(AshlarServer server) throws IOException {
    var all = new StringBuilder();
    try (var files = Files.list(server.data().resolve("audit"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".spool")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static List<Long> database(AshlarServer server) {
    var postmaster = ProcessHandle.of(server.postmasterPid().orElseThrow()).orElseThrow();
    return postmaster.children().map(ProcessHandle::pid).toList();
  }

  private static void signal(String signal, List<Long> processes) throws Exception {
    for (long process : processes) {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process)).start().waitFor();
    }
  }
}
