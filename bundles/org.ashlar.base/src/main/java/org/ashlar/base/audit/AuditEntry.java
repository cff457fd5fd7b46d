package org.ashlar.base.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// One act, as the audit log keeps it. Texts are cleaned when it is made: secrets that can be told
/// by their look or by the name of their detail become `<redacted>`, control characters spaces,
/// line separators and marks of direction are written out as JSON escapes, and what is too long is
/// cut.
///
/// @param id what tells it from all others, a UUID
/// @param time when, in milliseconds
/// @param actor who: a user id, `operator:NAME` for the control socket, `anonymous` for a request
///   without a valid login, `system`; at most 255 characters
/// @param action what, a dotted name such as `user.create`; at most 100 characters
/// @param target to what, such as a user or room id; empty for nothing; at most 512 characters
/// @param outcome what became of it
/// @param request the id of the request or task, `-` for none
/// @param address the client's address, or null where there is none
/// @param details more about it, by name; at most 16 of at most 1000 characters each
public record AuditEntry(
    String id,
    Instant time,
    String actor,
    String action,
    String target,
    Outcome outcome,
    String request,
    @Nullable String address,
    Map<String, String> details) {
  /// What became of an act.
  public enum Outcome {
    /// It was done.
    OK,
    /// It was not allowed or not possible; nothing was done.
    REFUSED,
    /// It failed; some of it may have been done.
    FAILED;

    /// The word for it.
    ///
    /// @return such as `ok`
    public String word() {
      return switch (this) {
        case OK -> "ok";
        case REFUSED -> "refused";
        case FAILED -> "failed";
      };
    }

    /// The outcome of a word.
    ///
    /// @param word such as `ok`
    /// @return the outcome
    /// @throws IllegalArgumentException for any other word
    public static Outcome of(String word) {
      return switch (word) {
        case "ok" -> OK;
        case "refused" -> REFUSED;
        case "failed" -> FAILED;
        default -> throw new IllegalArgumentException("no outcome: " + word);
      };
    }
  }

  private static final int ACTOR = 255;
  private static final int ACTION = 100;
  private static final int TARGET = 512;
  private static final int DETAIL = 1_000;
  private static final int DETAILS = 16;

  /// Cleans all texts.
  public AuditEntry {
    time = time.truncatedTo(ChronoUnit.MILLIS);
    actor = AuditText.clean(actor, ACTOR);
    action = AuditText.clean(action, ACTION);
    target = AuditText.clean(target, TARGET);
    request = AuditText.clean(request, ACTOR);
    address = address == null ? null : AuditText.clean(address, ACTION);
    details = cleaned(details);
  }

  /// An act of now, by whoever the running context works for.
  ///
  /// @param action what, such as `user.create`
  /// @param target to what; empty for nothing in particular
  /// @param outcome what became of it
  /// @return the entry, with the id and address of the running request
  public static AuditEntry of(String action, String target, Outcome outcome) {
    RequestContext context = RequestContext.current();
    String nobody = context.kind() == RequestContext.Kind.REQUEST ? "anonymous" : "system";
    return new AuditEntry(
        UUID.randomUUID().toString(),
        Instant.now(),
        context.caller().orElse(nobody),
        action,
        target,
        outcome,
        context.id(),
        context.address().orElse(null),
        Map.of());
  }

  /// The same act of somebody else.
  ///
  /// @param other who
  /// @return the entry
  public AuditEntry by(String other) {
    return new AuditEntry(id, time, other, action, target, outcome, request, address, details);
  }

  /// The same act from a client whose address is known.
  ///
  /// @param other the address; null changes nothing
  /// @return the entry
  public AuditEntry from(@Nullable String other) {
    return other == null
        ? this
        : new AuditEntry(id, time, actor, action, target, outcome, request, other, details);
  }

  /// The same act with one more detail.
  ///
  /// @param name what is told, in lower case with `_`
  /// @param value the value; null and empty change nothing
  /// @return the entry
  public AuditEntry with(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(details);
    more.put(name, value);
    return new AuditEntry(id, time, actor, action, target, outcome, request, address, more);
  }

  /// The same act with the words of a command as the detail `arguments`, without secrets.
  ///
  /// @param words what followed the name of the command
  /// @return the entry
  public AuditEntry withArguments(List<String> words) {
    return with("arguments", AuditText.words(words));
  }

  /// The entry as an object; equal entries have equal texts.
  ///
  /// @return `id`, `time` (milliseconds since 1970), `actor`, `action`, `target`, `outcome`,
  ///   `request`, `address` if there is one, and `details`
  public JsonObject json() {
    return JsonObject.builder()
        .put("id", id)
        .put("time", time.toEpochMilli())
        .put("actor", actor)
        .put("action", action)
        .put("target", target)
        .put("outcome", outcome.word())
        .put("request", request)
        .putIfPresent("address", address)
        .put("details", detailsJson())
        .build();
  }

  /// The details as an object.
  ///
  /// @return each a string, sorted by name
  public JsonObject detailsJson() {
    JsonObject.Builder object = JsonObject.builder();
    details.forEach(object::put);
    return object.build();
  }

  /// Reads what [#json] wrote.
  ///
  /// @param object the object
  /// @return the entry
  /// @throws JsonException when something is missing
  public static AuditEntry of(JsonObject object) {
    return new AuditEntry(
        text(object, "id"),
        Instant.ofEpochMilli(
            object.integer("time").orElseThrow(() -> new JsonException("no time"))),
        text(object, "actor"),
        text(object, "action"),
        text(object, "target"),
        Outcome.of(text(object, "outcome")),
        text(object, "request"),
        object.string("address").orElse(null),
        details(object.object("details").orElse(JsonObject.EMPTY)));
  }

  /// Reads details that [#detailsJson] wrote.
  ///
  /// @param object the object
  /// @return its strings
  public static Map<String, String> details(JsonObject object) {
    Map<String, String> details = new TreeMap<>();
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      if (member.getValue() instanceof JsonString(String value)) {
        details.put(member.getKey(), value);
      }
    }
    return details;
  }

  /// The entry in one line, as in the spool.
  @Override
  public String toString() {
    return Json.text(json());
  }

  private static String text(JsonObject object, String name) {
    return object.string(name).orElseThrow(() -> new JsonException("no " + name));
  }

  private static Map<String, String> cleaned(Map<String, String> details) {
    Map<String, String> clean = new TreeMap<>();
    for (Map.Entry<String, String> detail : new TreeMap<>(details).entrySet()) {
      if (clean.size() < DETAILS) {
        String name = AuditText.clean(detail.getKey(), ACTION);
        clean.put(
            name,
            AuditText.isSecret(name)
                ? AuditText.REDACTED
                : AuditText.clean(detail.getValue(), DETAIL));
      }
    }
    return Collections.unmodifiableMap(clean);
  }
}
