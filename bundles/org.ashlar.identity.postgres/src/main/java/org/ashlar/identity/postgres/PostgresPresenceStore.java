package org.ashlar.identity.postgres;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.presence.PresenceState;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.presence.PresenceStore;
import org.ashlar.store.Position;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Presence in PostgreSQL. Keeps nothing in memory.
@Component(
    service = {PresenceStore.class, SwapParticipant.class},
    immediate = true)
public final class PostgresPresenceStore implements PresenceStore, SwapParticipant {
  private static final String OWNER = "org.ashlar.identity.postgres.presence";
  private static final int WRITER = 1;
  private static final List<PresenceState> STATES =
      List.of(PresenceState.OFFLINE, PresenceState.UNAVAILABLE, PresenceState.ONLINE);

  private final Gate<Database> database;
  private final Statements statements;

  /// @param selections where the gate comes from
  @Activate
  public PostgresPresenceStore(@Reference Selections selections) {
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
        Migration.load(
            PostgresPresenceStore.class, "presence/001-presence.sql", "presence/002-profile.sql");
    database.run(db -> db.migrate(OWNER, migrations));
  }

  @Override
  public void probe() {
    position();
  }

  @Override
  public Position write(List<PresenceStatus> changes) {
    PresenceMapper.Columns columns = columns(changes);
    return new Position(WRITER, run(mapper -> mapper.write(columns, WRITER)));
  }

  @Override
  public List<PresenceStatus> of(Collection<UserId> users) {
    String[] ids = users.stream().map(UserId::value).toArray(String[]::new);
    return read(mapper -> mapper.of(ids));
  }

  @Override
  public List<PresenceStatus> since(Position after, Position upTo) {
    return read(mapper -> mapper.since(after.writer(), after.number(), upTo.number()));
  }

  @Override
  public List<PresenceStatus> present() {
    return read(PresenceMapper::present);
  }

  @Override
  public Position position() {
    return new Position(WRITER, run(mapper -> mapper.position(WRITER)));
  }

  private List<PresenceStatus> read(Function<PresenceMapper, List<PresenceMapper.Row>> statement) {
    return run(statement).stream().map(PostgresPresenceStore::status).toList();
  }

  private <R> R run(Function<? super PresenceMapper, ? extends R> statement) {
    return statements.<PresenceMapper, R>run(PresenceMapper.class, statement);
  }

  /// An empty message is stored for none: users can not set an empty one.
  private static PresenceMapper.Columns columns(List<PresenceStatus> changes) {
    return new PresenceMapper.Columns(
        changes.stream().map(status -> status.user().value()).toArray(String[]::new),
        changes.stream().mapToLong(status -> STATES.indexOf(status.state())).toArray(),
        changes.stream()
            .map(status -> status.message() == null ? "" : status.message())
            .toArray(String[]::new),
        changes.stream().mapToLong(PresenceStatus::lastActive).toArray(),
        changes.stream().map(status -> profile(status.profile())).toArray(String[]::new));
  }

  private static PresenceStatus status(PresenceMapper.Row row) {
    return new PresenceStatus(
        new UserId(row.userId()),
        STATES.get(row.state()),
        row.message().isEmpty() ? null : row.message(),
        row.lastActiveMs(),
        new Position(row.writer(), row.position()),
        row.profile().isEmpty()
            ? JsonObject.EMPTY
            : Json.parseObject(row.profile().getBytes(StandardCharsets.UTF_8)));
  }

  private static String profile(JsonObject profile) {
    return profile.isEmpty() ? "" : Json.text(profile);
  }
}
