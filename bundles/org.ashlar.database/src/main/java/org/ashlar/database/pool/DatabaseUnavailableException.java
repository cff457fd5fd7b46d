package org.ashlar.database.pool;

/// The database can not be used as things are. The message is one sentence for the operator that
/// says what is wrong and what to do.
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// A state that was found.
  ///
  /// @param sentence what is wrong and what to do
  public DatabaseUnavailableException(String sentence) {
    super(sentence);
  }

  /// A fault underneath.
  ///
  /// @param sentence what is wrong and what to do
  /// @param cause the fault
  public DatabaseUnavailableException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
