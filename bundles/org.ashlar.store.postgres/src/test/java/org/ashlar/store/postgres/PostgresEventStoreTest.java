package org.ashlar.store.postgres;

import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.EventStore;
import org.ashlar.store.PartialContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresEventStoreTest extends PartialContract {
  private static TemporaryDatabase database;
  private static PostgresEventStore store;

  @BeforeAll
  static void start() {
    database = TemporaryDatabase.create();
    store = TestStores.writing(database);
  }

  @AfterAll
  static void stop() {
    store.deactivate();
    database.close();
  }

  @Override
  protected EventStore store() {
    return store;
  }
}
