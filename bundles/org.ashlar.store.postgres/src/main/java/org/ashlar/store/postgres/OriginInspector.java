package org.ashlar.store.postgres;

import java.util.List;
import java.util.Objects;
import org.apache.ibatis.session.SqlSession;
import org.ashlar.event.Event;
import org.ashlar.store.Mentions;
import org.ashlar.store.Relation;
import org.jspecify.annotations.Nullable;

/// Looks for what is left behind when two transactions of a room ran at a time (E1), and holds the
/// rows made from an event against its bytes: storing it again would make the same (E9).
final class OriginInspector {
  private static final String ONE_WRITER = "E1";
  private static final String REPEAT = "E9";

  private final OriginMapper mapper;
  private final Findings findings;

  OriginInspector(SqlSession session, Findings findings) {
    this.mapper = session.getMapper(OriginMapper.class);
    this.findings = findings;
  }

  void inspect(long room) {
    wrong(mapper.strangers(room), ONE_WRITER, " bears a number or a writer that nobody gave");
    wrong(mapper.contested(room), ONE_WRITER, " has the place of another event, too");
    count(mapper.strangeRows(room), ONE_WRITER, " bear what another writer, or nobody, gave");
    count(mapper.early(room), "E2", " stand above the positions given");
    findings.check(
        mapper.refusesRepeats(),
        REPEAT,
        "the index is missing by which the database refuses an event that it has");
    wrong(mapper.repeated(room), REPEAT, " is there more than once");
    wrong(
        mapper.repeatedTransactions(room),
        REPEAT,
        " bears the transaction of another event or user");
  }

  private void wrong(List<String> events, String invariant, String what) {
    events.forEach(id -> findings.wrong(invariant, id + what));
  }

  private void count(List<InspectMapper.Table> tables, String invariant, String what) {
    tables.stream()
        .filter(table -> table.rows() > 0)
        .forEach(
            table -> findings.wrong(invariant, table.rows() + " rows of " + table.name() + what));
  }

  /// Compares the rows of an event with its bytes. A redacted event has lost its own.
  void inspect(InspectMapper.EventRow row, Event event) {
    boolean columns =
        row.depth() == event.depth()
            && row.time() == event.originServerTs()
            && row.type().equals(StoredText.encode(event.type()))
            && row.sender().equals(event.sender().value());
    findings.check(columns, REPEAT, row.id() + " has columns that its bytes do not tell of");
    Relation relation = row.redacted() ? null : Relation.of(event.content());
    findings.check(
        isRelated(row, relation),
        REPEAT,
        row.id() + " has another relation than its bytes tell of");
    Mentions mentions = row.redacted() ? Mentions.NONE : Mentions.of(event.content());
    findings.check(
        mentions(row).equals(encoded(mentions)),
        REPEAT,
        row.id() + " mentions others than its bytes tell of");
    String redacts = event.redacts() == null ? null : event.redacts().value();
    findings.check(
        row.redacted() || Objects.equals(redacts, row.redacts()),
        REPEAT,
        row.id() + " redacts something else than its bytes tell of");
  }

  private static boolean isRelated(InspectMapper.EventRow row, @Nullable Relation relation) {
    if (relation == null) {
      return row.relationTarget() == null;
    }
    String key = StoredText.encodeNullable(relation.key());
    return relation.target().value().equals(row.relationTarget())
        && StoredText.encode(relation.type()).equals(row.relationType())
        && Objects.equals(key, row.relationKey())
        && row.relationSender().equals(row.sender())
        && row.relationEventType().equals(row.type())
        && row.relationDepth() == row.depth()
        && row.relationTime() == row.time();
  }

  private static Mentions mentions(InspectMapper.EventRow row) {
    String[] users = row.mentioned();
    return new Mentions(users == null ? List.of() : List.of(users), row.wholeRoom());
  }

  private static Mentions encoded(Mentions mentions) {
    return new Mentions(
        mentions.users().stream().map(StoredText::encode).toList(), mentions.room());
  }
}
