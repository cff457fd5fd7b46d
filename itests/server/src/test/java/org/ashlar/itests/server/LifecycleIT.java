package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The server as a process: start, stop, kill, and where it may live.
class LifecycleIT {
  private static final String VERSIONS = "/_matrix/client/versions";
  private static final int NOBODY = 65534;

  @Test
  void startsStopsAndStartsAgainOnTheSameDataAlsoAfterAKill() {
    try (var server = AshlarServer.with("").withFirstStart().start()) {
      assertThat(server.get(VERSIONS).body()).contains("\"v1.");
      server.awaitOutput(" s after the start, on " + server.baseUri());
      assertThat(server.postmasterPid()).isPresent();
      assertThat(server.stop()).isZero();
      assertThat(server.postmasterPid()).isEmpty();
      server.start();
      server.kill();
      server.start();
      assertThat(server.get(VERSIONS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void ctrlCEndsTheServerAtOnceWhileItStartsAndWhileItRuns() {
    try (var server = AshlarServer.with("").withFirstStart().launch()) {
      server.awaitOutput("unpacking PostgreSQL");
      assertThat(server.interrupt()).isZero();
      server.launch().awaitOutput("making the database");
      assertThat(server.interrupt()).isZero();
      server.start();
      assertThat(server.interrupt()).isZero();
      assertThat(server.printed()).doesNotContain("Exception", "ERROR", "\tat ");
      assertThat(server.postmasterPid()).isEmpty();
    }
  }

  @Test
  void whatMakesAStartImpossibleIsTheLastLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = taken.getLocalPort();
      var yaml = "server_name: one.test\nhttp: {listeners: [{port: %d}]}\n".formatted(port);
      try (var server = AshlarServer.with(yaml)) {
        var busy = server.run("run");
        assertThat(busy.exit()).isEqualTo(1);
        assertThat(busy.err())
            .startsWith("ashlar: Can not listen on 127.0.0.1:" + port + ": ")
            .hasLineCount(1);
        assertThat(busy.out()).doesNotContain("Exception", "\tat ", "unpacked in");

        Files.writeString(server.config(), yaml.replace("one.test", "two.test"));
        var renamed = server.run("run");
        assertThat(renamed.exit()).isEqualTo(1);
        assertThat(renamed.err())
            .startsWith("ashlar: The data folder belongs to the server one.test, but server_name")
            .hasLineCount(1);
        assertThat(renamed.out()).doesNotContain("Exception", "\tat ");
      }
    }
  }

  @Test
  void twoServersRunFromOneInstallation() {
    try (var one = AshlarServer.with("server_name: one.test").start();
        var two = AshlarServer.with("server_name: two.test").start()) {
      assertThat(one.get(VERSIONS).statusCode()).isEqualTo(200);
      assertThat(two.get(VERSIONS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void livesInAFolderWithAPathLongerThanASocketMayHave() throws Exception {
    var top = Files.createTempDirectory("ashlar-it-");
    var folder = Files.createDirectories(top.resolve("long/".repeat(40)));
    try (var server = AshlarServer.in(folder, "").start()) {
      assertThat(server.run("bundles").exit()).isZero();
      var socket = Path.of(Files.readString(server.data().resolve("run/control.path")).strip());
      assertThat(Files.getPosixFilePermissions(socket.resolve("..").normalize())).hasSize(3);
    }
    Installation.delete(top);
  }

  @Test
  void runsAsAnOrdinaryUserToo() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can become another user");
    var asNobody = new String[] {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
    var script = Installation.find().resolve("bin/ashlar").toString();
    var reads =
        new ProcessBuilder(
            asNobody[0], asNobody[1], asNobody[2], asNobody[3], "test", "-x", script);
    assumeTrue(reads.start().waitFor() == 0, "the project lies where others can not read it");
    var folder = Files.createTempDirectory("ashlar-it-");
    Files.setAttribute(folder, "unix:uid", NOBODY);
    try (var server = AshlarServer.in(folder, "").prefix(asNobody).start()) {
      assertThat(server.get(VERSIONS).statusCode()).isEqualTo(200);
      assertThat(Files.getAttribute(server.data(), "unix:uid")).isEqualTo(NOBODY);
      assertThat(server.stop()).isZero();
    }
  }
}
