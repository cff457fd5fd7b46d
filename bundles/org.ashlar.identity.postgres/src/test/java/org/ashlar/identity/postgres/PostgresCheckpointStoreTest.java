package org.ashlar.identity.postgres;

import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.push.CheckpointStore;
import org.ashlar.push.CheckpointStoreContract;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresCheckpointStoreTest extends CheckpointStoreContract {
  private static TemporaryDatabase database;
  private static PostgresCheckpointStore store;

  @BeforeAll
  static void open() {
    database = TemporaryDatabase.create();
    store = store(database);
    store.prepare();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void worksBesideAnotherVersionOnTheSameTables() {
    PostgresCheckpointStore next = store(database);

    next.prepare();

    next.probe();
    store.probe();
  }

  @Override
  protected CheckpointStore store() {
    return store;
  }

  private static PostgresCheckpointStore store(Database database) {
    PostgresCheckpointStore store = new PostgresCheckpointStore(new Selections());
    store.bindDatabase(new NumberedReference<>(1, Database.class), database);
    return store;
  }
}
