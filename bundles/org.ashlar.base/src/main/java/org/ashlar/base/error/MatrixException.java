package org.ashlar.base.error;

import org.ashlar.base.json.JsonObject;

/// A fault that a client is told: code, HTTP status and a sentence a person can act on.
///
/// Crosses bundles; never has a cause of a foreign type. Its stack trace is not kept: it is an
/// answer, not a defect.
public final class MatrixException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final int status;
  private final transient JsonObject extra;

  /// @param code the error code
  /// @param status the HTTP status, 400 to 599
  /// @param message a sentence that a person can act on
  public MatrixException(ErrorCode code, int status, String message) {
    this(code, status, message, JsonObject.EMPTY);
  }

  /// @param code the error code
  /// @param status the HTTP status, 400 to 599
  /// @param message a sentence that a person can act on
  /// @param extra further members of the answer's object
  public MatrixException(ErrorCode code, int status, String message, JsonObject extra) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
    this.extra = extra;
  }

  /// 403 `M_FORBIDDEN`.
  ///
  /// @param message the sentence
  /// @return the exception, to be thrown
  public static MatrixException forbidden(String message) {
    return new MatrixException(ErrorCode.FORBIDDEN, 403, message);
  }

  /// 404 `M_NOT_FOUND`.
  ///
  /// @param message the sentence
  /// @return the exception, to be thrown
  public static MatrixException notFound(String message) {
    return new MatrixException(ErrorCode.NOT_FOUND, 404, message);
  }

  /// 400 `M_BAD_JSON`: JSON that has not the shape that is asked for.
  ///
  /// @param message the sentence
  /// @return the exception, to be thrown
  public static MatrixException badJson(String message) {
    return new MatrixException(ErrorCode.BAD_JSON, 400, message);
  }

  /// 400 `M_INVALID_PARAM`.
  ///
  /// @param message the sentence
  /// @return the exception, to be thrown
  public static MatrixException invalidParam(String message) {
    return new MatrixException(ErrorCode.INVALID_PARAM, 400, message);
  }

  /// 400 `M_MISSING_PARAM`.
  ///
  /// @param message the sentence
  /// @return the exception, to be thrown
  public static MatrixException missingParam(String message) {
    return new MatrixException(ErrorCode.MISSING_PARAM, 400, message);
  }

  /// 503 `M_UNKNOWN`: a part of the house is not there for the moment.
  ///
  /// @param message the sentence
  /// @return the exception, to be thrown
  public static MatrixException unavailable(String message) {
    return new MatrixException(ErrorCode.UNKNOWN, 503, message);
  }

  /// The error code.
  ///
  /// @return the code
  public ErrorCode code() {
    return code;
  }

  /// The HTTP status.
  ///
  /// @return 400 to 599
  public int status() {
    return status;
  }

  /// The body of the answer: `errcode`, `error` and the further members.
  ///
  /// @return the object to be sent
  public JsonObject body() {
    return JsonObject.builder()
        .put("errcode", code.value())
        .put("error", String.valueOf(getMessage()))
        .putAll(extra)
        .build();
  }
}
