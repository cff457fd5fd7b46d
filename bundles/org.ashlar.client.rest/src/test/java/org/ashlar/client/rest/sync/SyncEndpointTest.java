package org.ashlar.client.rest.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.account.Caller;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Wait;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.presence.Presence;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.ashlar.stream.SyncService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncEndpointTest {
  private static final UserId ALICE = new UserId("@alice:test");

  private final List<SyncRequest> asked = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private SyncOutcome outcome = new SyncOutcome.Answer("{}".getBytes());
  private Instant now = Instant.ofEpochMilli(1_000_000);
  private final SyncEndpoint endpoint = new SyncEndpoint(gate(), presence(), () -> now);

  @Test
  void anAnswerIsGivenAsItIs() {
    Reply reply = (Reply) call(null, "since=s1&filter=0&full_state=true&timeout=1000");

    assertThat(reply.body()).isEqualTo("{}".getBytes());
    assertThat(asked)
        .containsExactly(new SyncRequest(ALICE, "DEV", false, "s1", "0", true, false, true, null));
  }

  @Test
  void withoutATimeOutNothingMayWait() {
    call(null, "since=s1");

    assertThat(asked.getFirst().mayWait()).isFalse();
  }

  @Test
  void aWaitGoesOnWhereItWasAndEndsWhenTheClientSaid() {
    outcome = new SyncOutcome.Waiting(Set.of("user:@alice:test"), "s2");

    Wait first = (Wait) call(null, "since=s1&timeout=30000");
    assertThat(first.limit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(first.keys()).containsExactly("user:@alice:test");

    now = now.plusSeconds(20);
    Wait second = (Wait) call(first.resumeToken(), "since=s1&timeout=30000");
    assertThat(second.limit()).isEqualTo(Duration.ofSeconds(10));
    assertThat(asked.getLast().resume()).isEqualTo("s2");
    assertThat(asked.getLast().mayWait()).isTrue();

    now = now.plusSeconds(10);
    outcome = new SyncOutcome.Answer("{}".getBytes());
    assertThat(call(second.resumeToken(), "since=s1&timeout=30000")).isInstanceOf(Reply.class);
    assertThat(asked.getLast().mayWait()).isFalse();
  }

  @Test
  void whoAsksIsOnlineUnlessItSaysOtherwise() {
    call(null, "since=s1&timeout=5000");
    call(null, "since=s1&set_presence=offline");

    assertThat(said)
        .containsExactly(
            "active[@alice:test, DEV, ONLINE, PT35S]", "active[@alice:test, DEV, OFFLINE, PT30S]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout=soon",
        "timeout=-1",
        "full_state=yes",
        "use_state_after=1",
        "set_presence=asleep"
      })
  void badParametersAreRefused(String query) {
    assertThatThrownBy(() -> call(null, query))
        .isInstanceOfSatisfying(
            MatrixException.class, e -> assertThat(e.code().value()).isEqualTo("M_INVALID_PARAM"));
    assertThat(asked).isEmpty();
  }

  private Outcome call(String resume, String query) {
    Map<String, List<String>> parameters = new java.util.LinkedHashMap<>();
    for (String pair : query.split("&")) {
      String[] sides = pair.split("=");
      parameters.put(sides[0], List.of(sides[1]));
    }
    Request request =
        new Request(
            "GET",
            "/_matrix/client/v3/sync",
            Map.of(),
            parameters,
            Map.of(),
            "::1",
            new byte[0],
            resume);
    Caller caller =
        new Caller(
            ALICE, new DeviceId("DEV"), Caller.Kind.USER, false, Caller.Status.ACTIVE, Set.of(), 1);
    return endpoint.handle(new ClientRequest(request, caller));
  }

  private Gate<Presence> presence() {
    Gate<Presence> gate = new Selections().gate(Presence.class);
    gate.bind(
        new NumberedReference<>(2, Presence.class),
        (Presence)
            java.lang.reflect.Proxy.newProxyInstance(
                Presence.class.getClassLoader(),
                new Class<?>[] {Presence.class},
                (_, method, arguments) -> said.add(method.getName() + List.of(arguments))));
    return gate;
  }

  private Gate<SyncService> gate() {
    Gate<SyncService> gate = new Selections().gate(SyncService.class);
    gate.bind(
        new NumberedReference<>(1, SyncService.class),
        new SyncService() {
          @Override
          public SyncOutcome sync(SyncRequest request) {
            asked.add(request);
            return outcome;
          }

          @Override
          public String revision() {
            return "test";
          }
        });
    return gate;
  }
}
