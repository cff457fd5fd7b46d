package org.ashlar.store.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.ashlar.store.StoreException;
import org.jspecify.annotations.Nullable;

/// What errors of the database mean to us.
final class SqlFaults {
  private static final int CLASS = 2;

  private SqlFaults() {}

  /// The database's own error below a library's exception.
  static @Nullable SQLException cause(Throwable fault) {
    for (Throwable at = fault; at != null; at = at.getCause()) {
      if (at instanceof SQLException error) {
        return error;
      }
    }
    return null;
  }

  /// A fault as the api tells it. The cause stays here: its classes would not cross the border.
  static StoreException of(String what, Throwable fault) {
    SQLException error = cause(fault);
    return new StoreException(
        what + ": " + sentence(fault), error != null && (isBroken(error) || isPassing(error)));
  }

  static String sentence(Throwable fault) {
    SQLException error = cause(fault);
    return error == null
        ? String.valueOf(fault.getMessage())
        : error.getMessage() + " (" + error.getSQLState() + ")";
  }

  /// The session is lost, so what was sent last may or may not have happened.
  static boolean isBroken(SQLException error) {
    return switch (category(error)) {
      case "08" -> true;
      case "57" -> !"57014".equals(error.getSQLState());
      default -> error instanceof SQLTransientException;
    };
  }

  /// It may succeed when it is repeated: conflict of transactions, time-out.
  static boolean isPassing(SQLException error) {
    return switch (category(error)) {
      case "40", "53", "55", "57", "58" -> true;
      default -> false;
    };
  }

  /// The transaction stood in the way of another one: deadlock, failed serialization.
  static boolean isConflict(SQLException error) {
    return category(error).equals("40");
  }

  /// No part of a batch would fare better: disk full, read-only, internal error.
  static boolean isGeneral(SQLException error) {
    return switch (category(error)) {
      case "25", "42", "53", "58", "XX" -> true;
      default -> false;
    };
  }

  private static String category(SQLException error) {
    String state = error.getSQLState();
    return state == null || state.length() < CLASS ? "" : state.substring(0, CLASS);
  }
}
