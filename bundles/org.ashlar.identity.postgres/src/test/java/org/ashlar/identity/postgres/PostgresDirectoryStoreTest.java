package org.ashlar.identity.postgres;

import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.directory.DirectoryStore;
import org.ashlar.directory.DirectoryStoreContract;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresDirectoryStoreTest extends DirectoryStoreContract {
  private static TemporaryDatabase database;
  private static PostgresDirectoryStore store;

  @BeforeAll
  static void open() {
    database = TemporaryDatabase.create();
    store = new PostgresDirectoryStore(new Selections());
    store.bindDatabase(new NumberedReference<>(1, Database.class), database);
    store.prepare();
    store.probe();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Override
  protected DirectoryStore store() {
    return store;
  }
}
