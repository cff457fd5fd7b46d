package org.ashlar.identity.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.ashlar.store.StoreException;
import org.jspecify.annotations.Nullable;

/// What errors of the database mean to callers.
final class SqlFaults {
  private static final int CLASS = 2;

  private SqlFaults() {}

  /// A fault as the api tells it. The cause stays here: its classes would not cross the border.
  static StoreException of(Throwable fault) {
    SQLException error = cause(fault);
    return error == null
        ? new StoreException("The database failed: " + fault.getMessage(), false)
        : new StoreException(
            "The database failed: %s (%s)".formatted(error.getMessage(), error.getSQLState()),
            isPassing(error));
  }

  private static @Nullable SQLException cause(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof SQLException error) {
        return error;
      }
    }
    return null;
  }

  /// Connection lost, conflict of transactions, resources short, server stopping.
  private static boolean isPassing(SQLException error) {
    String state = error.getSQLState();
    String category = state == null || state.length() < CLASS ? "" : state.substring(0, CLASS);
    return switch (category) {
      case "08", "40", "53", "55", "57", "58" -> true;
      default -> error instanceof SQLTransientException;
    };
  }
}
