package org.ashlar.identity.postgres;

import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.RoomId;
import org.ashlar.store.RoomDeletion;
import org.ashlar.store.sql.Database;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Deletes what users have of a room: account data, receipts, unread counts; and its aliases. Keeps
/// nothing in memory.
@Component(service = RoomDeletion.class, immediate = true)
public final class PostgresRoomRows implements RoomDeletion {
  private final @Nullable Gate<Database> gate;
  private final Statements statements;

  /// @param selections where the gate comes from
  @Activate
  public PostgresRoomRows(@Reference Selections selections) {
    Gate<Database> database = selections.gate(Database.class);
    this.gate = database;
    this.statements = new Statements(database::call);
  }

  PostgresRoomRows(DatabaseAccess database) {
    this.gate = null;
    this.statements = new Statements(database);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDatabase(ServiceReference<Database> reference, Database service) {
    if (gate != null) {
      gate.bind(reference, service);
    }
  }

  void unbindDatabase(ServiceReference<Database> reference, Database service) {
    if (gate != null) {
      gate.unbind(reference, service);
    }
  }

  @Override
  public String name() {
    return "account data, receipts, unread counts and aliases";
  }

  @Override
  public long delete(RoomId room) {
    return statements.<RoomRowMapper, Long>together(
        RoomRowMapper.class,
        mapper -> {
          long count = mapper.count(room.value());
          mapper.delete(room.value());
          return count;
        });
  }

  @Override
  public long count(RoomId room) {
    return statements.<RoomRowMapper, Long>run(
        RoomRowMapper.class, mapper -> mapper.count(room.value()));
  }
}
