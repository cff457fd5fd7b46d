package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.StoreException;
import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void aDatabaseInAnotherFormatIsRefusedBeforeAnybodyReadsIt() throws SQLException {
    try (TemporaryDatabase database = TemporaryDatabase.create()) {
      // Given
      TestStores.prepared(database, "1.0.0").deactivate();
      try (Connection connection = database.pool().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("UPDATE installation SET format_epoch = 2");
      }
      // When, then
      assertThatThrownBy(() -> TestStores.prepared(database, "1.0.1"))
          .isInstanceOf(StoreException.class)
          .hasMessage("the database is in format 2, and this version of the store reads format 1");
    }
  }
}
