package org.ashlar.identity.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.ashlar.account.IdentityReceiptContract;
import org.ashlar.account.IdentityStore;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresIdentityReceiptTest extends IdentityReceiptContract {
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

  @Test
  void aPlaceThatAnEarlierVersionLeftBehindDoesNotCount() throws SQLException {
    // Given
    write(receipt(null, at(50)));

    // When
    updateAsBefore004("$40");

    // Then
    assertThat(stored(null)).isEqualTo("$40");
    assertThat(store().receiptsOf(alice, List.of(room)).getFirst().place()).isNull();
    assertThat(write(receipt(null, at(45))).stored()).hasSize(1);
    assertThat(write(receipt(null, at(44))).stored()).isEmpty();
  }

  @Test
  void aReceiptFromBefore004DoesNotBlock() throws SQLException {
    // Given
    write(receipt(null, null));
    updateAsBefore004("$40");

    // When, Then
    assertThat(write(receipt(null, at(30))).stored()).hasSize(1);
    assertThat(stored(null)).isEqualTo("$30");
  }

  /// What the statement of earlier versions does to a row.
  private void updateAsBefore004(String event) throws SQLException {
    String sql =
        """
        with place as (
          update identity_positions set position = position + 1
          where stream = 2 and writer = 1 returning position)
        update receipts set event_id = ?, position = place.position
        from place where room_id = ? and user_id = ?
        """;
    try (Connection connection = database.pool().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, event);
      statement.setString(2, room.value());
      statement.setString(3, alice.value());
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  @Override
  protected IdentityStore store() {
    return store;
  }
}
