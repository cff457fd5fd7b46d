package org.ashlar.itests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.itests.server.AshlarServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// People talk through the assembled server with clients that others wrote. The expectations are in
/// the scripts; their exit codes decide.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InteropIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @RegisterExtension
  static final AshlarServer server =
      AshlarServer.with(
          "registration: {enabled: true, guests: true}\nrate_limits: {enabled: false}\n");

  private Scripts js;
  private Scripts nio;

  @BeforeAll
  void install() throws Exception {
    var module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    js = Scripts.js(module);
    nio = Scripts.nio(module);
  }

  @Test
  void twoPeopleTalkWithMatrixJsSdk() throws Exception {
    talk(js, "talk.mjs");
  }

  @Test
  void aWholeHouseWithMatrixJsSdk() throws Exception {
    talk(js, "house.mjs", "eager");
  }

  @Test
  void aWholeHouseWithMatrixJsSdkThatLoadsMembersLazily() throws Exception {
    talk(js, "house.mjs", "lazy");
  }

  @Test
  void aWholeHouseWithMatrixNio() throws Exception {
    talk(nio, "house.py");
  }

  @Test
  void twoPeopleTalkWithMatrixNio() throws Exception {
    talk(nio, "talk.py");
  }

  @Test
  void somebodyWithMatrixJsSdkTalksWithSomebodyWithMatrixNio() throws Exception {
    var url = server.baseUri().toString();
    try (var guest = js.start("pair.mjs", url, "jspair")) {
      guest.awaitLine("ready", LIMIT);
      try (var host = nio.start("pair.py", url, "niopair", "@jspair:localhost")) {
        assertEnds(host);
      }
      assertEnds(guest);
    }
  }

  private static void talk(Scripts scripts, String script, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of(server.baseUri().toString()));
    arguments.addAll(List.of(more));
    try (var running = scripts.start(script, arguments.toArray(String[]::new))) {
      assertEnds(running);
    }
  }

  private static void assertEnds(Running running) {
    int exit = running.exit(LIMIT);
    var output = running.output();
    System.out.print(output);
    assertThat(exit).as(output).isZero();
  }
}
