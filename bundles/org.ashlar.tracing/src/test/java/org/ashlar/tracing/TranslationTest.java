package org.ashlar.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.Span;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.junit.jupiter.api.Test;

class TranslationTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";
  private static final Settings.People NOBODY = new Settings.People(false, false);

  /// Gives 1, 2, 3 in the last byte.
  private final RandomGenerator counting =
      new RandomGenerator() {
        private byte last;

        @Override
        public long nextLong() {
          throw new IllegalStateException("bytes are asked for");
        }

        @Override
        public void nextBytes(byte[] bytes) {
          bytes[bytes.length - 1] = ++last;
        }
      };

  private final Translation translation = new Translation(counting, NOBODY);

  @Test
  void aRequestBecomesATraceWithItsIdItsTreeItsTimesAndWhatItUsed() {
    // Given
    FinishedContext context =
        Contexts.request(
            "PUT-4711",
            "PUT /rooms/{roomId}/send",
            "200",
            null,
            request -> {
              request.identify("@alice:example.org");
              request.about("!room");
              RequestContext store = request.inside("org.ashlar.store.EventStore", this);
              store.span().add("insert", store.span().start() + 7, 2_000_000);
              store.span().end();
              request.span().begin("never ended");
              store.meter().add(Charge.DATABASE_TIME, 250_000_000);
              store.meter().add(Charge.STATEMENTS, 3);
            });
    Span root = context.span();
    Span store = root.pieces().getFirst();
    Span insert = store.pieces().getFirst();
    Span open = root.pieces().getLast();
    // When
    List<JsonObject> spans = translation.spans(context);
    // Then
    long begin = context.started().getEpochSecond() * 1_000_000_000L + context.started().getNano();
    String trace = "0".repeat(31) + "1";
    assertThat(spans)
        .containsExactly(
            json(
                """
                {"traceId":"%s","spanId":"0000000000000002","name":"PUT /rooms/{roomId}/send",
                "kind":2,"startTimeUnixNano":"%d","endTimeUnixNano":"%d","attributes":[
                {"key":"ashlar.request_id","value":{"stringValue":"PUT-4711"}},
                {"key":"http.request.method","value":{"stringValue":"PUT"}},
                {"key":"http.route","value":{"stringValue":"/rooms/{roomId}/send"}},
                {"key":"http.response.status_code","value":{"intValue":"200"}},
                {"key":"ashlar.database_time_seconds","value":{"doubleValue":0.25}},
                {"key":"ashlar.statements","value":{"intValue":"3"}}]}
                """,
                trace, begin, begin + context.nanos()),
            json(
                """
                {"traceId":"%s","spanId":"0000000000000003","parentSpanId":"0000000000000002",
                "name":"org.ashlar.store.EventStore","kind":1,
                "startTimeUnixNano":"%d","endTimeUnixNano":"%d"}
                """,
                trace,
                begin + store.start() - root.start(),
                begin + store.start() - root.start() + store.nanos()),
            json(
                """
                {"traceId":"%s","spanId":"0000000000000004","parentSpanId":"0000000000000003",
                "name":"insert","kind":1,"startTimeUnixNano":"%d","endTimeUnixNano":"%d"}
                """,
                trace,
                begin + insert.start() - root.start(),
                begin + insert.start() - root.start() + 2_000_000),
            json(
                """
                {"traceId":"%s","spanId":"0000000000000005","parentSpanId":"0000000000000002",
                "name":"never ended","kind":1,"startTimeUnixNano":"%d","endTimeUnixNano":"%d",
                "attributes":[{"key":"ashlar.not_ended","value":{"boolValue":true}}]}
                """,
                trace, begin + open.start() - root.start(), begin + context.nanos()));
  }

  @Test
  void aCallersTraceGoesOn() {
    JsonObject root =
        translation
            .spans(
                Contexts.request(
                    "GET-1", "GET /sync", "200", "00-" + TRACE + "-" + PARENT + "-01", _ -> {}))
            .getFirst();
    assertThat(root.string("traceId")).contains(TRACE);
    assertThat(root.string("parentSpanId")).contains(PARENT);
    assertThat(attributes(root)).containsEntry("ashlar.request_id", "GET-1");
    assertThat(attributes(root)).doesNotContainKey("ashlar.link");
  }

  @Test
  void whatWasGivenRiseToLinksBackWhenThatWasSentAndNamesItElse() {
    // Given
    FinishedContext request = Contexts.request("PUT-8", "PUT /send", "200");
    FinishedContext known = Contexts.task("push-1", "org.ashlar.push/run", "ok", "PUT-8");
    FinishedContext unknown = Contexts.task("push-2", "org.ashlar.push/run", "failed", "PUT-9");
    // When
    JsonObject origin = translation.spans(request).getFirst();
    JsonObject linked = translation.spans(known).getFirst();
    JsonObject named = translation.spans(unknown).getFirst();
    // Then
    JsonObject link = (JsonObject) linked.array("links").orElseThrow().values().getFirst();
    assertThat(link.string("traceId")).isEqualTo(origin.string("traceId"));
    assertThat(link.string("spanId")).isEqualTo(origin.string("spanId"));
    assertThat(attributes(link)).containsExactly(Map.entry("ashlar.request_id", "PUT-8"));
    assertThat(linked.string("traceId")).isNotEqualTo(origin.string("traceId"));
    assertThat(linked.integer("kind")).hasValue(1);
    assertThat(linked.has("status")).isFalse();
    assertThat(named.has("links")).isFalse();
    assertThat(attributes(named)).containsEntry("ashlar.link", "PUT-9");
    assertThat(named.object("status")).contains(json("{\"code\":2}"));
  }

  @Test
  void placesAreForgottenWhenThereAreTooMany() {
    translation.spans(Contexts.request("PUT-0", "PUT /send", "200"));
    for (int i = 0; i < Translation.KNOWN; i++) {
      translation.spans(Contexts.request("GET-" + i, "GET /sync", "200"));
    }
    JsonObject task = translation.spans(Contexts.task("t-1", "t/run", "ok", "PUT-0")).getFirst();
    assertThat(attributes(task)).containsEntry("ashlar.link", "PUT-0");
    JsonObject other = translation.spans(Contexts.task("t-2", "t/run", "ok", "GET-2")).getFirst();
    assertThat(other.has("links")).isTrue();
  }

  @Test
  void theServersFaultIsAnErrorAndTheClientsIsNot() {
    JsonObject fault = root(translation, "GET /sync", "500");
    assertThat(fault.object("status")).contains(json("{\"code\":2}"));
    JsonObject gone = root(translation, "OTHER unrecognized", "499!");
    assertThat(gone.has("status")).isFalse();
    assertThat(attributes(gone))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.response.status_code", "499")
        .containsEntry("ashlar.cut_off", "true")
        .doesNotContainKey("http.route");
  }

  @Test
  void peopleAndRoomsAreToldOnlyWhereThatIsWished() {
    FinishedContext context =
        Contexts.request(
            "GET-2",
            "GET /sync",
            "200",
            null,
            request -> {
              request.identify("@alice:example.org");
              request.about("!room");
            });
    String quiet = Json.text(translation.spans(context).getFirst());
    assertThat(quiet).doesNotContain("alice", "!room");
    Translation open = new Translation(counting, new Settings.People(true, true));
    assertThat(attributes(open.spans(context).getFirst()))
        .containsEntry("enduser.id", "@alice:example.org")
        .containsEntry("ashlar.room", "!room");
  }

  @Test
  void aTreeBeyondItsBoundSaysHowMuchIsMissing() {
    FinishedContext context =
        Contexts.request(
            "GET-3",
            "GET /sync",
            "200",
            null,
            request -> {
              for (int i = 0; i < Span.MAX_PIECES + 5; i++) {
                request.span().add("piece", request.span().start(), 1);
              }
            });
    List<JsonObject> spans = translation.spans(context);
    assertThat(spans).hasSize(Span.MAX_PIECES + 1);
    assertThat(attributes(spans.getFirst())).containsEntry("ashlar.omitted_spans", "5");
  }

  private static JsonObject root(Translation translation, String operation, String outcome) {
    return translation.spans(Contexts.request("GET-9", operation, outcome)).getFirst();
  }

  /// The values of a span's or link's attributes, as text.
  static Map<String, String> attributes(JsonObject span) {
    Map<String, String> found = new TreeMap<>();
    for (JsonValue each : span.array("attributes").orElseThrow()) {
      JsonObject attribute = (JsonObject) each;
      JsonValue value =
          attribute.object("value").orElseThrow().members().values().iterator().next();
      found.put(attribute.string("key").orElseThrow(), Json.text(value).replace("\"", ""));
    }
    return found;
  }

  private static JsonObject json(String text, Object... values) {
    return (JsonObject) Json.parse(text.formatted(values));
  }
}
