package org.ashlar.identity.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.push.Checkpoint;
import org.ashlar.push.Checkpoint.Mark;
import org.ashlar.push.Checkpoint.Timeline;
import org.ashlar.push.CheckpointStore;
import org.ashlar.push.Unread;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Checkpoints of unread counts in PostgreSQL. Keeps nothing in memory.
@Component(
    service = {CheckpointStore.class, SwapParticipant.class},
    immediate = true)
public final class PostgresCheckpointStore implements CheckpointStore, SwapParticipant {
  private static final String OWNER = "org.ashlar.identity.postgres.push";

  private final Gate<Database> database;
  private final Statements statements;

  /// @param selections where the gate comes from
  @Activate
  public PostgresCheckpointStore(@Reference Selections selections) {
    this.database = selections.gate(Database.class);
    this.statements = new Statements(database::call);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDatabase(ServiceReference<Database> reference, Database service) {
    database.bind(reference, service);
  }

  void unbindDatabase(ServiceReference<Database> reference, Database service) {
    database.unbind(reference, service);
  }

  @Override
  public void prepare() {
    List<Migration> migrations =
        Migration.load(PostgresCheckpointStore.class, "push/001-checkpoints.sql");
    database.run(db -> db.migrate(OWNER, migrations));
  }

  @Override
  public void probe() {
    checkpoints(new UserId("@probe:localhost"), List.of(new RoomId("!probe")));
  }

  @Override
  public List<Checkpoint> checkpoints(UserId reader, Collection<RoomId> wanted) {
    String[] ids = wanted.stream().map(RoomId::value).toArray(String[]::new);
    Map<String, List<CheckpointMapper.Row>> rooms = new HashMap<>();
    for (CheckpointMapper.Row row : run(mapper -> mapper.checkpoints(reader.value(), ids))) {
      rooms.computeIfAbsent(row.roomId(), _ -> new ArrayList<>()).add(row);
    }
    List<Checkpoint> found = new ArrayList<>();
    rooms.forEach((room, rows) -> found.add(checkpoint(new RoomId(room), rows)));
    return found;
  }

  @Override
  public void write(UserId reader, List<Checkpoint> checkpoints) {
    CheckpointMapper.Lines lines = lines(checkpoints);
    run(mapper -> mapper.write(reader.value(), lines));
  }

  private <R> R run(Function<? super CheckpointMapper, ? extends R> statement) {
    return statements.<CheckpointMapper, R>run(CheckpointMapper.class, statement);
  }

  private static Checkpoint checkpoint(RoomId room, List<CheckpointMapper.Row> rows) {
    Map<String, Timeline> timelines = new HashMap<>();
    rows.forEach(row -> timelines.put(row.thread(), timeline(row)));
    return new Checkpoint(room, rows.getFirst().countedTo(), timelines);
  }

  private static Timeline timeline(CheckpointMapper.Row row) {
    List<Mark> newest =
        Arrays.stream(row.newest())
            .map(position -> new Mark(Math.abs(position), position < 0))
            .toList();
    return new Timeline(row.readTo(), new Unread(row.notifications(), row.highlights()), newest);
  }

  private record Line(Checkpoint checkpoint, String thread, Timeline timeline) {}

  private static CheckpointMapper.Lines lines(List<Checkpoint> checkpoints) {
    List<Line> lines = new ArrayList<>();
    for (Checkpoint checkpoint : checkpoints) {
      checkpoint
          .timelines()
          .forEach((thread, timeline) -> lines.add(new Line(checkpoint, thread, timeline)));
    }
    return new CheckpointMapper.Lines(
        lines.stream().map(line -> line.checkpoint.room().value()).toArray(String[]::new),
        lines.stream().map(Line::thread).toArray(String[]::new),
        lines.stream().mapToLong(line -> line.timeline.readTo()).toArray(),
        lines.stream().mapToLong(line -> line.checkpoint.countedTo()).toArray(),
        lines.stream().mapToLong(line -> line.timeline.unread().notifications()).toArray(),
        lines.stream().mapToLong(line -> line.timeline.unread().highlights()).toArray(),
        lines.stream().map(line -> array(line.timeline.newest())).toArray(String[]::new));
  }

  private static String array(List<Mark> marks) {
    return marks.stream()
        .map(mark -> Long.toString(mark.highlight() ? -mark.position() : mark.position()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
