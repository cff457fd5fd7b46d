package org.ashlar.identity.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.directory.DirectoryStore;
import org.ashlar.directory.StoredAlias;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Room aliases in PostgreSQL. Keeps nothing in memory.
@Component(
    service = {DirectoryStore.class, SwapParticipant.class},
    immediate = true)
public final class PostgresDirectoryStore implements DirectoryStore, SwapParticipant {
  private static final String OWNER = "org.ashlar.identity.postgres.directory";

  private final Gate<Database> database;
  private final Statements statements;

  /// @param selections where the gate comes from
  @Activate
  public PostgresDirectoryStore(@Reference Selections selections) {
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
        Migration.load(PostgresDirectoryStore.class, "directory/001-aliases.sql");
    database.run(db -> db.migrate(OWNER, migrations));
  }

  @Override
  public void probe() {
    aliasesOf(new RoomId("!probe"));
  }

  @Override
  public boolean createAlias(StoredAlias alias) {
    DirectoryMapper.AliasRow row =
        new DirectoryMapper.AliasRow(
            alias.alias().value(), alias.room().value(), alias.creator().value());
    return run(mapper -> mapper.create(row)) == 1;
  }

  @Override
  public Optional<StoredAlias> alias(RoomAlias alias) {
    return run(mapper -> mapper.alias(alias.value())).stream()
        .findFirst()
        .map(row -> new StoredAlias(alias, new RoomId(row.room()), new UserId(row.creator())));
  }

  @Override
  public boolean deleteAlias(RoomAlias alias, RoomId room) {
    return run(mapper -> mapper.delete(alias.value(), room.value())) == 1;
  }

  @Override
  public List<RoomAlias> aliasesOf(RoomId room) {
    return run(mapper -> mapper.aliasesOf(room.value())).stream().map(RoomAlias::new).toList();
  }

  @Override
  public List<RoomAlias> moveAliases(RoomId from, RoomId to) {
    return run(mapper -> mapper.move(from.value(), to.value())).stream()
        .sorted()
        .map(RoomAlias::new)
        .toList();
  }

  private <R> R run(Function<? super DirectoryMapper, ? extends R> statement) {
    return statements.<DirectoryMapper, R>run(DirectoryMapper.class, statement);
  }
}
