package org.ashlar.swap;

import org.jspecify.annotations.Nullable;

/// A step that did not succeed, with a sentence for the operator.
final class SwapFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean hung;

  SwapFailure(String sentence) {
    this(sentence, null, false);
  }

  SwapFailure(String sentence, @Nullable Throwable cause, boolean hung) {
    super(sentence, cause);
    this.hung = hung;
  }

  /// Whether the step still runs, so that its bundle cannot be removed.
  boolean hung() {
    return hung;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }

  /// The message of the innermost cause that says something.
  static String reason(Throwable fault) {
    Throwable cause = fault;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.toString() : message;
  }
}
