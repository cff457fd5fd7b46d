package org.ashlar.store.postgres;

import java.time.Clock;
import java.util.function.Function;
import org.ashlar.store.sql.Database;
import org.jspecify.annotations.Nullable;

/// Makes stores outside of the framework.
public final class TestStores {
  private TestStores() {}

  /// A prepared store without the writer's role.
  static PostgresEventStore prepared(Database database, String revision) {
    return prepared(database, revision, Clock.systemUTC());
  }

  static PostgresEventStore prepared(Database database, String revision, Clock clock) {
    PostgresEventStore store =
        new PostgresEventStore(
            access(database), new PostgresEventStore.Settings("test", revision, clock));
    store.prepare();
    return store;
  }

  /// A prepared store that is the writer.
  public static PostgresEventStore writing(Database database) {
    PostgresEventStore store = prepared(database, "1.0.0");
    store.activateRole();
    return store;
  }

  /// What looks after the rooms of a store.
  public static PostgresRoomUpkeep upkeep(Database database) {
    return new PostgresRoomUpkeep(access(database));
  }

  static DatabaseAccess access(Database database) {
    return new DatabaseAccess() {
      @Override
      public <R extends @Nullable Object> R call(Function<? super Database, ? extends R> work) {
        return work.apply(database);
      }
    };
  }
}
