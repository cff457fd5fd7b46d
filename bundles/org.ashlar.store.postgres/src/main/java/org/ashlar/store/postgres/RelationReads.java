package org.ashlar.store.postgres;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Relation;
import org.ashlar.store.RelationQuery;
import org.ashlar.store.RelationSummary;
import org.ashlar.store.RelationSummaryQuery;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.ThreadQuery;
import org.ashlar.store.ThreadRow;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.jspecify.annotations.Nullable;

/// Reads of relations. Any thread.
final class RelationReads {
  private final Pool pool;

  RelationReads(Pool pool) {
    this.pool = pool;
  }

  List<StoredEvent> page(RelationQuery query) {
    TimelineQuery asked = query.page();
    TimelinePoint to = asked.to();
    boolean backward = asked.backward();
    TimelinePoint low = backward ? to == null ? TimelinePoint.START : to : asked.from();
    TimelinePoint high = backward ? asked.from() : to == null ? TimelinePoint.END : to;
    RelationMapper.Page page =
        new RelationMapper.Page(
            asked.roomNid(),
            query.target().value(),
            anyIfNull(query.relType()),
            anyIfNull(query.eventType()),
            query.levels(),
            low,
            high,
            asked.limit());
    if (query.levels() == 1) {
      return read(mapper -> backward ? mapper.directBackward(page) : mapper.directForward(page));
    }
    return read(mapper -> backward ? mapper.indirectBackward(page) : mapper.indirectForward(page));
  }

  boolean isRelated(long roomNid, UserId sender, String type, Relation relation) {
    RelationMapper.One one =
        new RelationMapper.One(
            roomNid,
            sender.value(),
            StoredText.encode(type),
            relation.target().value(),
            StoredText.encode(relation.type()),
            StoredText.encode(String.valueOf(relation.key())));
    return pool.run(RelationMapper.class, mapper -> mapper.isRelated(one));
  }

  List<RelationSummary> summaries(RelationSummaryQuery query) {
    if (query.parents().isEmpty()) {
      return List.of();
    }
    RelationMapper.Counted counted =
        new RelationMapper.Counted(
            Columns.texts(query.parents(), parent -> parent.id().value()),
            Columns.longs(query.parents(), RelationSummaryQuery.Parent::roomNid),
            Columns.texts(query.parents(), parent -> parent.sender().value()),
            Columns.texts(query.parents(), parent -> StoredText.encode(parent.type())),
            Columns.longs(query.parents(), RelationSummaryQuery.Parent::upTo),
            query.reader().value(),
            texts(query.ignored()),
            RelationSummary.THREAD_EVENTS,
            RelationSummary.REPLACEMENTS,
            RelationSummary.REFERENCES);
    return pool.run(RelationMapper.class, mapper -> mapper.summaries(counted)).stream()
        .map(RelationMapper.SummaryRow::summary)
        .toList();
  }

  List<ThreadRow> threads(ThreadQuery query) {
    UserId participant = query.participant();
    RelationMapper.Threads threads =
        new RelationMapper.Threads(
            query.roomNid(),
            query.from(),
            participant == null ? "" : participant.value(),
            texts(query.ignored()),
            query.upTo(),
            query.limit());
    return pool.run(RelationMapper.class, mapper -> mapper.threads(threads)).stream()
        .map(RelationMapper.Thread::row)
        .toList();
  }

  /// Completes the rows that an earlier version wrote.
  int complete() {
    return pool.run(RelationMapper.class, RelationMapper::complete);
  }

  private List<StoredEvent> read(Function<RelationMapper, List<StoredEvent>> statement) {
    return pool.run(RelationMapper.class, statement);
  }

  private static String anyIfNull(@Nullable String type) {
    return type == null ? "" : StoredText.encode(type);
  }

  private static String[] texts(Collection<UserId> users) {
    return users.stream().map(UserId::value).toArray(String[]::new);
  }
}
