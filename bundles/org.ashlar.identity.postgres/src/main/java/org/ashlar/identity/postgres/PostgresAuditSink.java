package org.ashlar.identity.postgres;

import java.time.Instant;
import java.util.List;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditSink;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The audit log in PostgreSQL, in a table that only grows. Keeps nothing in memory.
@Component(
    service = {AuditSink.class, SwapParticipant.class},
    immediate = true)
public final class PostgresAuditSink implements AuditSink, SwapParticipant {
  private static final String OWNER = "org.ashlar.identity.postgres.audit";

  private final Gate<Database> database;
  private final AuditTable table;

  /// @param selections where the gate comes from
  @Activate
  public PostgresAuditSink(@Reference Selections selections) {
    this.database = selections.gate(Database.class);
    this.table = new AuditTable(new Statements(database::call));
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
    List<Migration> migrations = Migration.load(PostgresAuditSink.class, "audit/001-audit.sql");
    database.run(db -> db.migrate(OWNER, migrations));
  }

  @Override
  public void probe() {
    table.head();
  }

  @Override
  public void take(List<AuditEntry> entries) {
    table.add(entries);
  }

  @Override
  public long expire(Instant before) {
    return table.expire(before.toEpochMilli());
  }
}
