package org.ashlar.identity.postgres;

import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.presence.PresenceStore;
import org.ashlar.presence.PresenceStoreContract;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPresenceStoreTest extends PresenceStoreContract {
  private static TemporaryDatabase database;
  private static PostgresPresenceStore store;

  @BeforeAll
  static void open() {
    database = TemporaryDatabase.create();
    store = new PostgresPresenceStore(new Selections());
    store.bindDatabase(new NumberedReference<>(1, Database.class), database);
    store.prepare();
    store.probe();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Override
  protected PresenceStore store() {
    return store;
  }
}
