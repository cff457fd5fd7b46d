package org.ashlar.client.rest.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.account.Caller;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Wait;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.NewEvents;
import org.ashlar.room.RoomViews;
import org.junit.jupiter.api.Test;

class EventsEndpointTest {
  private static final Set<String> KEYS = Set.of("room:!room:test");

  private final List<Object> tokens = new ArrayList<>();
  private NewEvents news = new NewEvents(List.of(), "r1_5", "r1_6", KEYS);
  private Instant now = Instant.ofEpochMilli(1_000_000);
  private final EventsEndpoint endpoint = new EventsEndpoint(gate(), () -> now);

  @Test
  void nothingNewIsWaitedForAndThenToldFromWhereItBegan() {
    Wait first = (Wait) call(null, Map.of("timeout", List.of("20000")));
    assertThat(first.keys()).isEqualTo(KEYS);
    assertThat(first.limit()).isEqualTo(Duration.ofSeconds(20));

    now = now.plusSeconds(15);
    Wait second = (Wait) call(first.resumeToken(), Map.of("timeout", List.of("20000")));
    assertThat(second.limit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(tokens).containsExactly("none", "r1_6");

    news = new NewEvents(List.of(new JsonRaw(new byte[] {'{', '}'})), "r1_6", "r1_7", KEYS);
    assertThat(body(call(second.resumeToken(), Map.of())))
        .isEqualTo("{\"chunk\":[{}],\"start\":\"r1_5\",\"end\":\"r1_7\"}");
  }

  @Test
  void aWaitEndsWithNothing() {
    Wait wait = (Wait) call(null, Map.of("from", List.of("s1_4")));
    assertThat(wait.limit()).isEqualTo(Duration.ofSeconds(30));
    now = now.plusSeconds(30);

    assertThat(body(call(wait.resumeToken(), Map.of())))
        .isEqualTo("{\"chunk\":[],\"start\":\"s1_4\",\"end\":\"r1_6\"}");
    assertThat(tokens).containsExactly("s1_4", "r1_6");
  }

  @Test
  void withoutTimeNothingIsWaitedFor() {
    assertThat(body(call(null, Map.of("timeout", List.of("0")))))
        .isEqualTo("{\"chunk\":[],\"start\":\"r1_5\",\"end\":\"r1_6\"}");
  }

  private static String body(Outcome outcome) {
    Reply reply = (Reply) outcome;
    return new String(Json.write(Json.parse(reply.body())));
  }

  private Outcome call(String resume, Map<String, List<String>> query) {
    Request request =
        new Request(
            "GET",
            "/_matrix/client/v3/events",
            Map.of(),
            query,
            Map.of(),
            "::1",
            new byte[0],
            resume);
    Caller caller =
        new Caller(
            new UserId("@alice:test"),
            null,
            Caller.Kind.USER,
            false,
            Caller.Status.ACTIVE,
            Set.of(),
            1);
    return endpoint.handle(new ClientRequest(request, caller));
  }

  private Gate<RoomViews> gate() {
    Gate<RoomViews> gate = new Selections().gate(RoomViews.class);
    RoomViews views =
        (RoomViews)
            Proxy.newProxyInstance(
                RoomViews.class.getClassLoader(),
                new Class<?>[] {RoomViews.class},
                (_, _, arguments) -> {
                  tokens.add(arguments[2] == null ? "none" : arguments[2]);
                  return news;
                });
    gate.bind(new NumberedReference<>(1, RoomViews.class), views);
    return gate;
  }
}
