package org.ashlar.base.json;

/// Text that is not JSON: malformed, not UTF-8, nested too deep, a name twice in one object.
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message a sentence that says what is wrong and where
  public JsonException(String message) {
    super(message, null, false, false);
  }
}
