package org.ashlar.http.jetty;

import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/// Reads a body whole, on the virtual thread of its request.
final class BodyReader {
  static final byte[] NONE = new byte[0];

  private static final long DISCARD_NANOS = 1_000_000_000;
  private static final long DISCARD_BYTES = 8 << 20;

  private final Request request;
  private final long limit;
  private final HttpSettings.BodyPace pace;
  private byte[] bytes = NONE;
  private int length;

  /// @param limit the most bytes that are taken
  BodyReader(Request request, long limit, HttpSettings.BodyPace pace) {
    this.request = request;
    this.limit = limit;
    this.pace = pace;
  }

  /// The client has gone, so that there is nobody to answer.
  static final class GoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoneException(Throwable cause) {
      super(cause.toString(), null, false, false);
    }
  }

  /// Reads what has come already.
  ///
  /// @return the body, or null when more must be waited for
  /// @throws MatrixException 413, 408 or 400
  byte @Nullable [] poll() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        return null;
      }
      if (take(chunk)) {
        return body();
      }
    }
  }

  /// Reads to the end, and waits for it.
  ///
  /// @return the body
  /// @throws MatrixException 413, 408 or 400
  byte[] await() {
    long start = System.nanoTime();
    Semaphore available = new Semaphore(0);
    Invocable.Task release =
        Invocable.from(Invocable.InvocationType.NON_BLOCKING, available::release);
    while (true) {
      byte[] body = poll();
      if (body != null) {
        return body;
      }
      request.demand(release);
      await(available, start + pace.nanosFor(length) - System.nanoTime());
    }
  }

  /// Reads and drops what a refused client still sends, for a while, so that it gets to see its
  /// answer before the connection is cut.
  static void discard(Request request) {
    long end = System.nanoTime() + DISCARD_NANOS;
    long left = DISCARD_BYTES;
    Semaphore available = new Semaphore(0);
    while (left > 0) {
      Content.Chunk chunk = request.read();
      if (chunk != null) {
        left -= chunk.remaining();
        boolean last = chunk.isLast() || Content.Chunk.isFailure(chunk);
        chunk.release();
        if (last) {
          return;
        }
      } else {
        request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, available::release));
        try {
          if (!available.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }

  private static void await(Semaphore available, long nanos) {
    try {
      if (!available.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        throw slow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MatrixException.unavailable("The server is stopping.");
    }
  }

  /// @return true when the body is whole
  private boolean take(Content.Chunk chunk) {
    try {
      if (Content.Chunk.isFailure(chunk)) {
        throw failed(chunk.getFailure());
      }
      int more = chunk.remaining();
      if (more > limit - length) {
        throw tooLarge(limit);
      }
      if (more > 0) {
        grow(more, chunk.isLast());
        chunk.getByteBuffer().get(bytes, length, more);
        length += more;
      }
      return chunk.isLast();
    } finally {
      chunk.release();
    }
  }

  private void grow(int more, boolean last) {
    if (bytes.length - length < more) {
      long expected = last ? -1 : Math.min(request.getLength(), 1 << 16);
      int target = (int) Math.min(limit, Math.max(Math.max(expected, length + more), length * 2L));
      byte[] larger = new byte[last ? length + more : target];
      System.arraycopy(bytes, 0, larger, 0, length);
      bytes = larger;
    }
  }

  private byte[] body() {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }

  /// Looks at the headers of a request that has a body.
  ///
  /// @throws MatrixException when it will not be read
  static void check(Request request, long limit) {
    if (request.getLength() > limit) {
      throw tooLarge(limit);
    }
    String transfer = request.getHeaders().get(HttpHeader.TRANSFER_ENCODING);
    if (transfer != null && !transfer.equalsIgnoreCase("chunked")) {
      throw new MatrixException(
          ErrorCode.UNKNOWN, 501, "The only transfer encoding understood here is chunked.");
    }
    String content = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (content != null && !content.equalsIgnoreCase("identity")) {
      throw new MatrixException(
          ErrorCode.UNKNOWN, 415, "Bodies must not be compressed; this one is " + content + ".");
    }
  }

  private static MatrixException tooLarge(long limit) {
    return new MatrixException(
        ErrorCode.TOO_LARGE, 413, "The body is larger than the " + limit + " bytes allowed here.");
  }

  private static MatrixException slow() {
    return new MatrixException(ErrorCode.UNKNOWN, 408, "The body came too slowly.");
  }

  private static RuntimeException failed(Throwable failure) {
    return switch (failure) {
      case TimeoutException e -> slow();
      case HttpException e ->
          new MatrixException(ErrorCode.UNKNOWN, e.getCode(), "The body is not valid HTTP.");
      default -> new GoneException(failure);
    };
  }
}
