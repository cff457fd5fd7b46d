package org.ashlar.store.sql;

/// The tables of an owner could not be brought up to date. The message is one sentence for the
/// operator that names the owner, the file and what to do.
public final class MigrationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// A fault found before the database was asked.
  ///
  /// @param sentence what is wrong, for the operator
  public MigrationException(String sentence) {
    super(sentence);
  }

  /// A fault that the database reported.
  ///
  /// @param sentence what is wrong, for the operator
  /// @param cause the database's own error
  public MigrationException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
