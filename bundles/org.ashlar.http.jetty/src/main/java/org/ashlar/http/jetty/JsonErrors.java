package org.ashlar.http.jetty;

import java.util.Map;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Reply;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Errors as the specification has them, also for what Jetty refuses before it becomes a request.
final class JsonErrors implements Request.Handler {
  /// Attribute of a request that has been answered, or whose client has gone.
  static final String ENDED = JsonErrors.class.getName();

  private static final Logger LOG = LoggerFactory.getLogger(JsonErrors.class);
  private static final int PAYLOAD_TOO_LARGE = 413;
  private static final int CLIENT_GONE = 499;

  private final AccessLog log;

  JsonErrors(AccessLog log) {
    this.log = log;
  }

  /// What a fault looks like on the wire. One that passes says when to come again.
  static Reply reply(MatrixException fault) {
    JsonObject body = fault.body();
    long wait = (body.integer("retry_after_ms").orElse(0) + 999) / 1000;
    if (wait == 0 && fault.status() != 503) {
      return Reply.json(fault.status(), body);
    }
    return new Reply(
        fault.status(),
        Map.of("Content-Type", "application/json", "Retry-After", Long.toString(Math.max(1, wait))),
        Json.write(body));
  }

  static Reply reply(int status, ErrorCode code, String sentence) {
    return reply(new MatrixException(code, status, sentence));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (request.getAttribute(ENDED) != null) {
      callback.succeeded();
      return true;
    }
    Object failure = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    int status = status(failure, response);
    if (failure instanceof Throwable fault && status >= 500 && !(fault instanceof HttpException)) {
      LOG.error("The connector failed", fault);
    } else {
      LOG.debug("Refused: {}", failure);
    }
    Reply reply = reply(status, code(status), sentence(status));
    log.refused(request, status, reply.body().length);
    response.write(true, Answers.prepare(response, reply, ends(request, failure)), callback);
    return true;
  }

  /// Jetty ends a connection after a request that it could not read; the client must be told, or
  /// its next request is lost. Only connections of HTTP/1 are their own metadata, whatever version
  /// the request names.
  private static boolean ends(Request request, @Nullable Object failure) {
    return failure instanceof HttpException
        && request.getConnectionMetaData().getConnection() instanceof ConnectionMetaData;
  }

  private static int status(@Nullable Object failure, Response response) {
    if (failure instanceof EofException) {
      return CLIENT_GONE;
    }
    int status = failure instanceof HttpException http ? http.getCode() : response.getStatus();
    return status < 400 || status > 599 ? 500 : status;
  }

  private static ErrorCode code(int status) {
    return switch (status) {
      case HttpStatus.NOT_FOUND_404, HttpStatus.METHOD_NOT_ALLOWED_405 -> ErrorCode.UNRECOGNIZED;
      case PAYLOAD_TOO_LARGE, HttpStatus.URI_TOO_LONG_414 -> ErrorCode.TOO_LARGE;
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> ErrorCode.TOO_LARGE;
      default -> ErrorCode.UNKNOWN;
    };
  }

  private static String sentence(int status) {
    return switch (status) {
      case HttpStatus.REQUEST_TIMEOUT_408 -> "The request came too slowly.";
      case HttpStatus.URI_TOO_LONG_414 -> "The URL is too long.";
      case HttpStatus.EXPECTATION_FAILED_417 -> "Only 100-continue can be expected.";
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are too large.";
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "Only HTTP/1.1 and HTTP/2 are spoken here.";
      default -> status < 500 ? "The request is not valid HTTP." : "The server failed.";
    };
  }

  /// What is sent when an endpoint failed in a way that is nobody's business but the operator's.
  static Reply internal(@Nullable String id) {
    return reply(
        500,
        ErrorCode.UNKNOWN,
        "The server failed; its operator finds the reason under " + id + ".");
  }
}
