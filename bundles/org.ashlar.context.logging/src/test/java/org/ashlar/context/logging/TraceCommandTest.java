package org.ashlar.context.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.install.ControlTerminal;
import org.junit.jupiter.api.Test;

class TraceCommandTest {
  private final TraceCommand command = new TraceCommand();
  private final List<String> shown = new ArrayList<>();
  private final ControlTerminal terminal =
      new ControlTerminal() {
        @Override
        public void line(String text) {
          shown.add(text);
        }

        @Override
        public void error(String text) {
          shown.add("! " + text);
        }

        @Override
        public String ask(String question) {
          throw new IllegalStateException("nobody is asked");
        }
      };

  @Test
  void theTreeOfARequestAndOfWhatItGaveRiseToIsShown() {
    // Given
    RequestContext request =
        RequestContext.root("PUT-9001", RequestContext.Kind.REQUEST, Instant.MAX, "proxy-1");
    request.operation("PUT /send");
    request.identify("@alice:example.org");
    RequestContext task = request.call(() -> RequestContext.current().linked("push/run-9001"));
    request.run(
        () -> {
          RequestContext inside = RequestContext.current().inside("org.ashlar.store.Store", this);
          inside.span().add("EventMapper.byNids", System.nanoTime(), 2_000_000);
          inside.span().end();
          inside.meter().add(Charge.STATEMENTS, 1);
        });
    request.finish("200");
    task.finish("ok");
    // When
    int exit = command.run(List.of("PUT-9001"), terminal);
    // Then
    assertThat(exit).isZero();
    assertThat(String.join("\n", shown))
        .matches(
            """
            (?s)at \\S+Z
            PUT-9001 PUT /send 200 [0-9.]+ ms < proxy-1 user=@alice:example.org
              store\\.Store at [0-9.]+ took [0-9.]+ ms
                EventMapper\\.byNids at [0-9.]+ took 2\\.000 ms
              used statements=1

            It gave rise to:
            at \\S+Z
            push/run-9001 push/run-9001 ok [0-9.]+ ms < PUT-9001\
            """);
  }

  @Test
  void theIdThatAProxyGaveLeadsToItsRequests() {
    RequestContext.root("GET-9002", RequestContext.Kind.REQUEST, Instant.MAX, "proxy-2")
        .finish("404");
    assertThat(command.run(List.of("proxy-2"), terminal)).isZero();
    assertThat(shown).anyMatch(line -> line.startsWith("GET-9002 GET-9002 404"));
  }

  @Test
  void theIdOfATraceLeadsToItsRequestsAndWhatTheyGaveRiseTo() {
    // Given
    String trace = "ab54".repeat(8);
    String traceparent = "00-" + trace + "-00f067aa0ba902b7-01";
    for (String id : List.of("GET-9021", "GET-9022")) {
      RequestContext request =
          RequestContext.root(
              id, RequestContext.Kind.REQUEST, Instant.MAX, traceparent, traceparent);
      RequestContext task = request.call(() -> RequestContext.current().linked("push/" + id));
      request.finish("200");
      task.finish("ok");
    }
    // When
    int exit = command.run(List.of(trace.toUpperCase(Locale.ROOT)), terminal);
    // Then
    assertThat(exit).isZero();
    assertThat(String.join("\n", shown))
        .matches(
            """
            (?s)at \\S+Z
            GET-9021 GET-9021 200 [^\n]*

            It gave rise to:
            at \\S+Z
            push/GET-9021 [^\n]* < GET-9021

            at \\S+Z
            GET-9022 GET-9022 200 [^\n]*

            It gave rise to:
            at \\S+Z
            push/GET-9022 [^\n]* < GET-9022\
            """);
    assertThat(command.run(List.of("ab55".repeat(8)), terminal)).isEqualTo(1);
  }

  @Test
  void whatRunsIsListedUntilItEnds() {
    RequestContext request =
        RequestContext.root("GET-9003", RequestContext.Kind.REQUEST, Instant.MAX);
    assertThat(command.run(List.of(), terminal)).isZero();
    assertThat(shown).anyMatch(line -> line.startsWith("GET-9003") && line.contains("running"));
    assertThat(command.run(List.of("GET-9003"), terminal)).isZero();
    assertThat(shown).anyMatch(line -> line.startsWith("GET-9003 GET-9003 running"));
    request.finish("200");
    shown.clear();
    assertThat(command.run(List.of(), terminal)).isZero();
    assertThat(shown).noneMatch(line -> line.startsWith("GET-9003"));
  }

  @Test
  void whatComesFromOutsideNeitherSpeaksToTheTerminalNorShowsSecrets() {
    // Given
    RequestContext request =
        RequestContext.root(
            "GET-9004", RequestContext.Kind.REQUEST, Instant.MAX, "access_token=planted-link");
    request.about(
        "!z\u001b[2J\u0007\nPUT-1 FAKE 200 1 ms\r\u2028x\u202e access_token=planted-room");
    // When
    command.run(List.of(), terminal);
    request.finish("200");
    command.run(List.of("GET-9004"), terminal);
    // Then
    String all = String.join("\n", shown);
    assertThat(all).contains("room=!z?[2J??PUT-1 FAKE 200 1 ms??x?").doesNotContain("planted");
    assertThat(all.codePoints().filter(c -> c != '\n'))
        .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x202e);
    assertThat(shown).noneMatch(line -> line.startsWith("PUT-1"));
  }

  @Test
  void whatIsUnknownIsSaidSo() {
    assertThat(command.run(List.of("GET-none"), terminal)).isEqualTo(1);
    assertThat(shown).singleElement().asString().startsWith("! Nothing is known of GET-none");
    assertThat(command.run(List.of("a", "b"), terminal)).isEqualTo(2);
  }
}
