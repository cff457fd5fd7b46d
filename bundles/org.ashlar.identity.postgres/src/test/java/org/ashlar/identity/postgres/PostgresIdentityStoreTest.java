package org.ashlar.identity.postgres;

import org.ashlar.account.IdentityStore;
import org.ashlar.account.IdentityStoreContract;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresIdentityStoreTest extends IdentityStoreContract {
  private static TemporaryDatabase database;
  private static PostgresIdentityStore store;

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
    PostgresIdentityStore next = store(database);

    next.prepare();

    next.probe();
    store.probe();
  }

  @Override
  protected IdentityStore store() {
    return store;
  }

  private static PostgresIdentityStore store(Database database) {
    PostgresIdentityStore store = new PostgresIdentityStore(new Selections());
    store.bindDatabase(new NumberedReference<>(1, Database.class), database);
    return store;
  }
}
