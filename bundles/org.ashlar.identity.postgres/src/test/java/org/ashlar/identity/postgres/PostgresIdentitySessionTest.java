package org.ashlar.identity.postgres;

import org.ashlar.account.IdentitySessionContract;
import org.ashlar.account.IdentityStore;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresIdentitySessionTest extends IdentitySessionContract {
  private static TemporaryDatabase database;
  private static PostgresIdentityStore store;

  @BeforeAll
  static void open() {
    database = TemporaryDatabase.create();
    store = new PostgresIdentityStore(new Selections());
    store.bindDatabase(new NumberedReference<>(1, Database.class), database);
    store.prepare();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Override
  protected IdentityStore store() {
    return store;
  }
}
