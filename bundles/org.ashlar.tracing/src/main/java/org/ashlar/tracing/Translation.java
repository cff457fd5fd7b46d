package org.ashlar.tracing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.ashlar.base.context.FinishedContext;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.context.Span;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;

/// Turns what has ended into the spans of OTLP: a trace for each, or a part of the caller's. For
/// one thread.
///
/// @spec https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding JSON Protobuf Encoding
final class Translation {
  /// The most requests and tasks whose place is known, for links.
  static final int KNOWN = 4_096;

  private static final int KIND_INTERNAL = 1;
  private static final int KIND_SERVER = 2;
  private static final int STATUS_ERROR = 2;
  private static final int FIRST_ERROR = 500;
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;
  private static final Charge[] CHARGES = Charge.values();
  private static final String[] CHARGE_KEYS = new String[CHARGES.length];

  static {
    for (Charge charge : CHARGES) {
      CHARGE_KEYS[charge.ordinal()] =
          "ashlar." + charge.name().toLowerCase(Locale.ROOT) + (charge.isTime() ? "_seconds" : "");
    }
  }

  private final RandomGenerator random;
  private final Settings.People people;
  private final Map<String, Place> known =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
          return size() > KNOWN;
        }
      };

  /// @param random where ids come from
  /// @param people what of people is told
  Translation(RandomGenerator random, Settings.People people) {
    this.random = random;
    this.people = people;
  }

  /// The spans of a request or task, the root first.
  List<JsonObject> spans(FinishedContext context) {
    Place root = new Place(traceId(context), id(SPAN_BYTES));
    List<JsonObject> spans = new ArrayList<>();
    spans.add(root(context, root));
    new Pieces(context, root.traceId(), spans).add(context.span(), root.spanId());
    known.put(context.id(), root);
    return spans;
  }

  private String traceId(FinishedContext context) {
    String caller = context.traceparent();
    return caller == null ? id(TRACE_BYTES) : Traceparent.of(caller).traceId();
  }

  private JsonObject root(FinishedContext context, Place place) {
    boolean request = context.kind() == Kind.REQUEST;
    String caller = context.traceparent();
    JsonObject.Builder span =
        JsonObject.builder().put("traceId", place.traceId()).put("spanId", place.spanId());
    if (caller != null) {
      span.put("parentSpanId", Traceparent.of(caller).spanId());
    }
    long start = nanos(context.started());
    span.put("name", context.operation())
        .put("kind", request ? KIND_SERVER : KIND_INTERNAL)
        .put("startTimeUnixNano", Long.toString(start))
        .put("endTimeUnixNano", Long.toString(start + context.nanos()));
    Attributes attributes = new Attributes().text("ashlar.request_id", context.id());
    boolean failed = request ? answered(context, attributes) : context.outcome().equals("failed");
    attributes.text("enduser.id", people.users() ? context.user() : null);
    attributes.text("ashlar.room", people.rooms() ? context.room() : null);
    used(context, attributes);
    link(context, span, attributes);
    span.put("attributes", attributes.array());
    if (failed) {
      span.put("status", JsonObject.builder().put("code", STATUS_ERROR).build());
    }
    return span.build();
  }

  /// What was asked for and answered.
  ///
  /// @return whether the server failed
  private static boolean answered(FinishedContext context, Attributes attributes) {
    String operation = context.operation();
    int space = operation.indexOf(' ');
    String method = space < 0 ? operation : operation.substring(0, space);
    attributes.text("http.request.method", method.equals("OTHER") ? "_OTHER" : method);
    if (space > 0 && operation.startsWith("/", space + 1)) {
      attributes.text("http.route", operation.substring(space + 1));
    }
    boolean cut = context.outcome().endsWith("!");
    String code =
        cut ? context.outcome().substring(0, context.outcome().length() - 1) : context.outcome();
    if (cut) {
      attributes.mark("ashlar.cut_off");
    }
    if (!isStatus(code)) {
      return false;
    }
    int status = Integer.parseInt(code);
    attributes.number("http.response.status_code", status);
    return status >= FIRST_ERROR;
  }

  private static boolean isStatus(String text) {
    return text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static void used(FinishedContext context, Attributes attributes) {
    for (Charge charge : CHARGES) {
      long amount = context.bill().get(charge);
      String key = CHARGE_KEYS[charge.ordinal()];
      if (amount != 0 && charge.isTime()) {
        attributes.seconds(key, amount);
      } else if (amount != 0) {
        attributes.number(key, amount);
      }
    }
    int omitted = context.span().omitted();
    if (omitted > 0) {
      attributes.number("ashlar.omitted_spans", omitted);
    }
  }

  /// A link to what gave rise to it, if that was sent; else its id.
  private void link(FinishedContext context, JsonObject.Builder span, Attributes attributes) {
    String origin = context.linkId();
    if (origin == null || origin.equals("-") || origin.equals(context.traceparent())) {
      return;
    }
    Place place = known.get(origin);
    if (place == null) {
      attributes.text("ashlar.link", origin);
      return;
    }
    JsonObject link =
        JsonObject.builder()
            .put("traceId", place.traceId())
            .put("spanId", place.spanId())
            .put("attributes", new Attributes().text("ashlar.request_id", origin).array())
            .build();
    span.put("links", new JsonArray(List.<JsonValue>of(link)));
  }

  private String id(int size) {
    byte[] bytes = new byte[size];
    do {
      random.nextBytes(bytes);
    } while (isZero(bytes));
    return HexFormat.of().formatHex(bytes);
  }

  /// Such an id is not valid.
  private static boolean isZero(byte[] bytes) {
    for (byte each : bytes) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  /// The pieces of one tree; their times are those of the clock at which the root began.
  private final class Pieces {
    private final String traceId;
    private final long offset;
    private final long end;
    private final List<JsonObject> spans;

    Pieces(FinishedContext context, String traceId, List<JsonObject> spans) {
      this.traceId = traceId;
      this.offset = nanos(context.started()) - context.span().start();
      this.end = nanos(context.started()) + context.nanos();
      this.spans = spans;
    }

    void add(Span parent, String parentId) {
      for (Span piece : parent.pieces()) {
        String id = id(SPAN_BYTES);
        spans.add(span(piece, id, parentId));
        add(piece, id);
      }
    }

    /// A piece that goes on after the whole has ended is cut there.
    private JsonObject span(Span piece, String id, String parentId) {
      long start = offset + piece.start();
      long nanos = piece.nanos();
      JsonObject.Builder span =
          JsonObject.builder()
              .put("traceId", traceId)
              .put("spanId", id)
              .put("parentSpanId", parentId)
              .put("name", piece.name())
              .put("kind", KIND_INTERNAL)
              .put("startTimeUnixNano", Long.toString(start))
              .put(
                  "endTimeUnixNano",
                  Long.toString(nanos < 0 ? Math.max(start, end) : start + nanos));
      if (nanos < 0) {
        span.put("attributes", new Attributes().mark("ashlar.not_ended").array());
      }
      return span.build();
    }
  }
}
