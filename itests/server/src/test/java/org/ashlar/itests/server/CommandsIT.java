package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What `bin/ashlar` does beside a running server.
class CommandsIT {
  @RegisterExtension static final AshlarServer server = AshlarServer.with("");

  @Test
  void commandsReachTheServerThroughItsConfiguration() {
    var bundles = server.run("bundles");
    assertThat(bundles.err()).isEmpty();
    assertThat(bundles.out()).contains("org.ashlar.room.core").contains("0.1.0");
    assertThat(bundles.exit()).isZero();
  }

  @Test
  void rateLimitsAreShownAndAreThoseOfUsersWhoAreThere() {
    var limits = server.run("limits");
    assertThat(limits.out())
        .contains("Rate limits are on.\n", "  message           10 per second, 100 at once\n");
    assertThat(limits.exit()).isZero();
    var nobody = server.run("limits", "nobody", "off");
    assertThat(nobody.err()).contains("There is no user @nobody:localhost.");
    assertThat(nobody.exit()).isEqualTo(1);
  }

  @Test
  void aSecondServerOnTheSameDataIsRefusedInASentence() {
    var second = server.run("run");
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.err())
        .isEqualTo(
            "ashlar: another Ashlar (process %d) runs on the data folder %s; stop it, or choose another folder with --data\n"
                .formatted(server.pid(), server.data()));
  }

  @Test
  void theServerSurvivesBeingPaused() throws Exception {
    new ProcessBuilder("kill", "-STOP", Long.toString(server.pid())).start().waitFor();
    new ProcessBuilder("kill", "-CONT", Long.toString(server.pid())).start().waitFor();
    assertThat(server.get("/_matrix/client/versions").statusCode()).isEqualTo(200);
  }

  @Test
  void commandsSayWhenNoServerRuns() {
    try (var absent = AshlarServer.with("")) {
      var bundles = absent.run("bundles");
      assertThat(bundles.exit()).isEqualTo(1);
      assertThat(bundles.err()).startsWith("ashlar: no server answers at ");
    }
  }

  @Test
  void theConfigurationIsCheckedWithoutAServer() throws Exception {
    try (var absent = AshlarServer.with("")) {
      assertThat(absent.run("config", "check").exit()).isZero();
      Files.writeString(absent.config(), "server_name: localhost\nrooms:\n  default_versio: 12\n");
      var wrong = absent.run("config", "check");
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.err()).contains("ashlar.yaml", "default_versio", "default_version");
      assertThat(absent.data()).doesNotExist();
      var refused = absent.run("run");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("default_versio");
    }
  }

  @Test
  void whatTheNextStartWillDoOrRefuseIsTold() throws Exception {
    var before = Files.readString(server.config());
    try {
      Files.writeString(server.config(), "public_base_url: https://new.test\n" + before);
      assertThat(server.run("config", "reload").out())
          .contains("Changes at the next start: public_base_url");
      var doctor = server.run("doctor");
      assertThat(doctor.out()).contains(" is valid; waits for a restart: public_base_url\n");
      assertThat(doctor.exit()).isZero();

      Files.writeString(server.config(), before.replace("localhost", "other.test"));
      var refused = ":1: server_name: \"other.test\" is not the name of this server, localhost";
      assertThat(server.run("config", "check").err()).contains(refused);
      assertThat(server.run("config", "reload").out()).contains(refused, "was not changed");
      var wrong = server.run("doctor");
      assertThat(wrong.err()).contains("WRONG configuration: ", refused);
      assertThat(wrong.exit()).isEqualTo(1);
    } finally {
      Files.writeString(server.config(), before);
    }
  }

  @Test
  void aNewBundleIsAddedServesAlsoAfterARestartAndIsTakenAway() {
    var name = "org.ashlar.itests.forks";
    try (var other = AshlarServer.with("").start()) {
      var added = other.run("install", System.getProperty("ashlar.forks"));
      assertThat(added.err()).isEmpty();
      assertThat(added.exit()).isZero();
      assertThat(status(other)).isEqualTo(405);
      assertThat(other.run("bundles").out()).containsPattern(name + " +0.1.0 +added +active");
      other.restart();
      assertThat(status(other)).isEqualTo(405);
      assertThat(other.run("uninstall", "org.ashlar.sync").err())
          .contains("belongs to the installation");
      assertThat(other.run("uninstall", name).exit()).isZero();
      assertThat(status(other)).isEqualTo(404);
      assertThat(other.run("bundles").out()).doesNotContain(name);
    }
  }

  private static int status(AshlarServer server) {
    return server.get("/_ashlar/test/fork/x").statusCode();
  }

  @Test
  void anotherFileIsCheckedWithoutAServer() throws Exception {
    try (var absent = AshlarServer.with("")) {
      var draft = absent.config().resolveSibling("draft.yaml");
      Files.writeString(draft, "server_name: a\nserver_name: b\n");
      var wrong = absent.run("config", "check", draft.toString());
      assertThat(wrong.exit()).isEqualTo(1);
      assertThat(wrong.err())
          .isEqualTo(
              "The configuration file is not valid.\n%s:2: server_name: is there twice; the first is in line 1\n"
                  .formatted(draft));
    }
  }

  @Test
  void nothingIsWrittenToTheInstallation() throws Exception {
    try (var files = Files.walk(Installation.find())) {
      var started = Files.getLastModifiedTime(server.config());
      assertThat(files)
          .allSatisfy(file -> assertThat(Files.getLastModifiedTime(file)).isLessThan(started));
    }
  }
}
