package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// The server as a process: start, stop, commands, two on one installation.
class LifecycleIT {

  @Test
  void startsStopsAndStartsAgainOnTheSameData() throws Exception {
    try (var server = AshlarServer.with("").start()) {
      assertThat(server.get("/_matrix/client/versions").body()).contains("\"v1.");
      assertThat(server.postmasterPid()).isPresent();
      assertThat(server.stop()).isZero();
      assertThat(server.postmasterPid()).isEmpty();
      server.start();
      assertThat(server.get("/_matrix/client/versions").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void twoServersRunFromOneInstallation() throws Exception {
    try (var one = AshlarServer.with("server_name: one.test").start();
        var two = AshlarServer.with("server_name: two.test").start()) {
      assertThat(one.get("/_matrix/client/versions").statusCode()).isEqualTo(200);
      assertThat(two.get("/_matrix/client/versions").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aSecondServerOnTheSameDataIsRefusedInASentence() {
    try (var server = AshlarServer.with("").start()) {
      var second = server.run("run");
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err())
          .isEqualTo(
              "ashlar: another Ashlar (process %d) runs on the data folder %s; stop it, or choose another folder with --data\n"
                  .formatted(server.pid(), server.data()));
    }
  }

  @Test
  void aKilledServerStartsAgain() {
    try (var server = AshlarServer.with("").start()) {
      server.kill();
      server.start();
      assertThat(server.get("/_matrix/client/versions").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void commandsReachTheServerThroughItsConfiguration() {
    try (var server = AshlarServer.with("").start()) {
      var bundles = server.run("bundles");
      assertThat(bundles.err()).isEmpty();
      assertThat(bundles.out()).contains("org.ashlar.room.core").contains("0.1.0");
      assertThat(bundles.exit()).isZero();
    }
  }

  @Test
  void commandsSayWhenNoServerRuns() {
    try (var server = AshlarServer.with("").start()) {
      server.stop();
      var bundles = server.run("bundles");
      assertThat(bundles.exit()).isEqualTo(1);
      assertThat(bundles.err()).startsWith("ashlar: no server answers at ");
    }
  }

  @Test
  void theConfigurationIsCheckedWithoutAServer() throws Exception {
    try (var server = AshlarServer.with("").start()) {
      server.stop();
      assertThat(server.run("config", "check").exit()).isZero();
      Files.writeString(server.config(), "server_name: localhost\nrooms:\n  default_versio: 12\n");
      var wrong = server.run("config", "check");
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.err()).contains("ashlar.yaml", "default_versio", "default_version");
      var refused = server.run("run");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("default_versio");
    }
  }
}
