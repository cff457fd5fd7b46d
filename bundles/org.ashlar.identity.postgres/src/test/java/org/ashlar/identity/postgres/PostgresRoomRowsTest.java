package org.ashlar.identity.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.RoomId;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.junit.jupiter.api.Test;

class PostgresRoomRowsTest {
  private static final RoomId ROOM = new RoomId("!gone:sample.org");
  private static final RoomId OTHER = new RoomId("!stays:sample.org");

  @Test
  void everythingOfTheRoomAndNothingElseGoes() throws SQLException {
    try (TemporaryDatabase database = TemporaryDatabase.create()) {
      // Given
      migrate(database, "accounts", "001-accounts.sql", "002-user-data.sql");
      migrate(database, "push", "push/001-checkpoints.sql");
      migrate(database, "directory", "directory/001-aliases.sql");
      fill(database, ROOM);
      fill(database, OTHER);
      PostgresRoomRows rows = new PostgresRoomRows(new Selections());
      rows.bindDatabase(new NumberedReference<>(1, Database.class), database);
      // When
      long before = rows.count(ROOM);
      long deleted = rows.delete(ROOM);
      // Then
      assertThat(before).isEqualTo(3);
      assertThat(deleted).isEqualTo(3);
      assertThat(rows.count(ROOM)).isZero();
      assertThat(rows.count(OTHER)).isEqualTo(3);
      assertThat(rows.delete(ROOM)).isZero();
    }
  }

  private static void migrate(TemporaryDatabase database, String owner, String... files) {
    database.migrate(owner, Migration.load(PostgresRoomRows.class, files));
  }

  private static void fill(TemporaryDatabase database, RoomId room) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO receipts VALUES ('%1$s', 'm.read', '@a:b', '', '$e', 0, 1, 1);
          INSERT INTO room_aliases VALUES ('#%1$s', '%1$s', '@a:b');
          INSERT INTO unread_checkpoints VALUES ('@a:b', '%1$s', 'main', 0, 0, 0, 0, '{}')
          """
              .formatted(room.value()));
    }
  }
}
