package org.ashlar.identity.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.json.Json;
import org.ashlar.identity.postgres.AuditMapper.Filter;
import org.ashlar.identity.postgres.AuditMapper.Head;
import org.ashlar.identity.postgres.AuditMapper.Row;

/// The table of audit entries, in which each entry bears the hash of the one before. Any thread.
final class AuditTable {
  private static final int PAGE = 500;

  private final Statements statements;

  AuditTable(Statements statements) {
    this.statements = statements;
  }

  /// What came of looking at all entries.
  ///
  /// @param sound whether each is what was written, and none is missing
  /// @param sentence what was found, or the first that is wrong
  record Verdict(boolean sound, String sentence) {}

  /// An entry that was noted elsewhere.
  ///
  /// @param number its number
  /// @param hash its hash in lower-case hexadecimal
  record Note(long number, String hash) {}

  /// Adds entries; those that are there are left out.
  void add(List<AuditEntry> entries) {
    statements.<AuditMapper, Boolean>together(AuditMapper.class, mapper -> add(mapper, entries));
  }

  private static boolean add(AuditMapper mapper, List<AuditEntry> entries) {
    Head head = mapper.lock();
    Map<String, AuditEntry> fresh = new LinkedHashMap<>();
    entries.forEach(entry -> fresh.putIfAbsent(entry.id(), entry));
    Set<String> known = new HashSet<>(mapper.known(fresh.keySet().toArray(String[]::new)));
    fresh.keySet().removeAll(known);
    int size = fresh.size();
    AuditMapper.Columns rows =
        new AuditMapper.Columns(new long[size], new String[size], new byte[size][]);
    long number = head.number();
    byte[] hash = head.hash();
    int place = 0;
    for (AuditEntry entry : fresh.values()) {
      String text = Json.text(entry.json());
      hash = hash(hash, ++number, text);
      rows.numbers()[place] = number;
      rows.entries()[place] = text;
      rows.hashes()[place++] = hash;
    }
    if (size > 0) {
      mapper.add(rows);
      mapper.move(number, hash);
    }
    return size > 0;
  }

  /// Forgets what is older; how many entries that were.
  long expire(long before) {
    return statements.<AuditMapper, Long>run(AuditMapper.class, mapper -> mapper.expire(before));
  }

  Head head() {
    return statements.<AuditMapper, Head>run(AuditMapper.class, AuditMapper::head);
  }

  /// Visits entries in their order; those that come meanwhile are left out.
  void visit(Filter filter, Consumer<Row> visitor) {
    Filter now = filter.upTo(head().number());
    long after = 0;
    List<Row> page;
    do {
      page = page(after, now);
      page.forEach(visitor);
      after = page.isEmpty() ? after : page.getLast().number();
    } while (page.size() == PAGE);
  }

  private List<Row> page(long after, Filter filter) {
    return statements.<AuditMapper, List<Row>>run(
        AuditMapper.class, mapper -> mapper.page(after, filter, PAGE));
  }

  /// Looks whether each entry is what was written.
  ///
  /// @param notes entries that must be there with these hashes, unless they were forgotten
  Verdict verify(List<Note> notes) {
    Head head = head();
    Filter all = Filter.ALL.upTo(head.number());
    long number = head.forgottenNumber();
    byte[] hash = head.forgottenHash();
    List<Row> page;
    do {
      page = page(number, all);
      for (Row row : page) {
        if (row.number() != number + 1) {
          return missing(number + 1);
        }
        number = row.number();
        hash = hash(hash, number, row.entry());
        if (!Arrays.equals(hash, row.hash()) || !fits(row, notes)) {
          return new Verdict(false, "Entry " + number + " is not what was written");
        }
      }
    } while (page.size() == PAGE);
    return ended(head, number, hash, notes);
  }

  private static Verdict ended(Head head, long number, byte[] hash, List<Note> notes) {
    if (number != head.number()) {
      return missing(number + 1);
    }
    if (!Arrays.equals(hash, head.hash())) {
      return new Verdict(false, "Entry " + number + " is not the last that was written");
    }
    long last = notes.stream().mapToLong(Note::number).max().orElse(0);
    if (last > number) {
      return new Verdict(
          false,
          "There is no entry %d; the last is %d. If there was one, the end was cut off"
              .formatted(last, number));
    }
    return new Verdict(
        true,
        "%d entries are as they were written. The last: %d %s"
            .formatted(number - head.forgottenNumber(), number, HexFormat.of().formatHex(hash)));
  }

  private static boolean fits(Row row, List<Note> notes) {
    return notes.stream()
        .filter(note -> note.number() == row.number())
        .allMatch(note -> note.hash().equals(HexFormat.of().formatHex(row.hash())));
  }

  private static Verdict missing(long number) {
    return new Verdict(false, "Entry " + number + " is missing");
  }

  private static byte[] hash(byte[] before, long number, String entry) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(before);
      digest.update((number + " " + entry).getBytes(StandardCharsets.UTF_8));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256.", e);
    }
  }
}
