package org.ashlar.identity.postgres;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ashlar.base.audit.AuditLog;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;
import org.ashlar.identity.postgres.AuditMapper.Row;
import org.ashlar.identity.postgres.AuditTable.Note;
import org.ashlar.identity.postgres.AuditTable.Verdict;
import org.ashlar.store.sql.Database;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `audit` and `audit verify`: shows the audit log, and looks whether it is whole.
@Component(service = ControlCommand.class, immediate = true)
public final class AuditCommand implements ControlCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String VERIFY = "verify";
  private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{0,17}");
  private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");

  private final Gate<Database> database;
  private final AuditTable table;
  private final InstantSource clock;

  /// @param selections where the gate comes from
  @Activate
  public AuditCommand(@Reference Selections selections) {
    this(selections, InstantSource.system());
  }

  AuditCommand(Selections selections, InstantSource clock) {
    this.database = selections.gate(Database.class);
    this.table = new AuditTable(new Statements(database::call));
    this.clock = clock;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDatabase(ServiceReference<Database> reference, Database service) {
    database.bind(reference, service);
  }

  void unbindDatabase(ServiceReference<Database> reference, Database service) {
    database.unbind(reference, service);
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String help() {
    return "audit [--since T] [--until T] [--actor A] [--action PREFIX] [--format json|text]"
        + " | audit verify [NUMBER HASH]  who did what, and whether that is whole";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    if (!arguments.isEmpty() && arguments.getFirst().equals(VERIFY)) {
      return verify(arguments, terminal);
    }
    AuditRequest request;
    try {
      request = AuditRequest.of(arguments, clock.instant());
    } catch (IllegalArgumentException e) {
      terminal.error(String.valueOf(e.getMessage()));
      return usage(terminal);
    }
    awaitSpool(terminal);
    table.visit(request.filter(), row -> terminal.line(request.text() ? text(row) : json(row)));
    return 0;
  }

  private int verify(List<String> arguments, ControlTerminal terminal) {
    if (arguments.size() != 1 && arguments.size() != 3) {
      return usage(terminal);
    }
    if (arguments.size() == 3) {
      boolean number = NUMBER.matcher(arguments.get(1)).matches();
      if (!number || !HASH.matcher(arguments.get(2)).matches()) {
        terminal.error(
            number
                ? arguments.get(2) + " is no hash; one has 64 digits of 0-9 and a-f."
                : arguments.get(1) + " is no number of an entry.");
        return usage(terminal);
      }
    }
    List<Note> notes =
        arguments.size() == 1
            ? List.of()
            : List.of(
                new Note(
                    Long.parseLong(arguments.get(1)), arguments.get(2).toLowerCase(Locale.ROOT)));
    awaitSpool(terminal);
    Verdict verdict = table.verify(notes);
    if (verdict.sound()) {
      terminal.line(verdict.sentence());
    } else {
      terminal.error(verdict.sentence());
    }
    return verdict.sound() ? 0 : 1;
  }

  private static void awaitSpool(ControlTerminal terminal) {
    if (!AuditLog.current().awaitTaken(PATIENCE)) {
      terminal.error(
          AuditLog.current().pending() + " newer entries are in the spool, not in the table yet");
    }
  }

  private int usage(ControlTerminal terminal) {
    terminal.error("Usage: " + help());
    return 2;
  }

  /// The entry with its number first and its time for people, otherwise as it was written.
  private static String json(Row row) {
    JsonObject entry = entry(row);
    return Json.text(
        JsonObject.builder()
            .put("number", row.number())
            .putAll(entry)
            .put("time", time(entry).toString())
            .build());
  }

  private static String text(Row row) {
    JsonObject entry = entry(row);
    StringBuilder line =
        new StringBuilder()
            .append(time(entry))
            .append("  ")
            .append(entry.string("outcome").orElse(""))
            .append("  ")
            .append(entry.string("actor").orElse(""))
            .append("  ")
            .append(entry.string("action").orElse(""))
            .append("  ")
            .append(entry.string("target").orElse(""));
    entry.string("address").ifPresent(address -> line.append("  from ").append(address));
    for (Map.Entry<String, JsonValue> detail :
        entry.object("details").orElse(JsonObject.EMPTY).members().entrySet()) {
      if (detail.getValue() instanceof JsonString(String value)) {
        line.append("  ").append(detail.getKey()).append('=').append(value);
      }
    }
    return line.toString();
  }

  private static Instant time(JsonObject entry) {
    return entry.get("time") instanceof JsonInteger(long millis)
        ? Instant.ofEpochMilli(millis)
        : Instant.EPOCH;
  }

  private static JsonObject entry(Row row) {
    return Json.parseObject(row.entry().getBytes(StandardCharsets.UTF_8));
  }
}
