package org.ashlar.http.jetty;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Intake;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Wait;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.Json;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on its way from the first look at its path to the last byte of its answer.
///
/// At each moment at most one thread works for it. In between it may be suspended without a thread:
/// at the intake, for routes that are away, or because its endpoint said [Wait]. However it goes
/// on, it looks its path up again.
final class Exchange implements Callback {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int CLIENT_GONE = 499;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final FrontDoor door;
  private final Parts parts;
  private final RequestContext context;
  private byte @Nullable [] body;
  private boolean passed;
  private @Nullable Place place;
  private boolean queued;
  private long parkedSince;
  private int status;
  private long bytesOut;
  private long answeredAt;
  private boolean watchesFailures;
  private @Nullable Disconnect disconnect;
  private volatile @Nullable Suspension current;
  private volatile boolean gone;

  /// What Jetty hands over.
  record Parts(Request request, Response response, Callback callback) {}

  Exchange(FrontDoor door, Parts parts, RequestContext context) {
    this.door = door;
    this.parts = parts;
    this.context = context;
  }

  /// Begins; called in the request's context.
  void begin() {
    if (http1()) {
      Peer.of(parts.request.getConnectionMetaData()).busy(true);
    }
    if (parts.request.getMethod().equals("OPTIONS")) {
      answer(Answers.preflight());
    } else {
      advance(null);
    }
  }

  /// Goes on after a suspension, on a thread of its own.
  void resumeLater(Suspension suspension) {
    door.executor()
        .execute(
            () ->
                context.run(
                    () -> {
                      end(suspension);
                      advance(suspension.token());
                    }));
  }

  /// The client has gone. Any thread.
  void gone() {
    gone = true;
    Suspension suspension = current;
    if (suspension != null) {
      suspension.fire();
    }
  }

  @Override
  public void succeeded() {
    finish(true);
    Request request = parts.request;
    if (body == null
        && request.getLength() != 0
        && status != 408
        && http1()
        && !expectsContinue()) {
      door.executor()
          .execute(
              () -> {
                BodyReader.discard(request);
                parts.callback.succeeded();
              });
    } else {
      parts.callback.succeeded();
    }
  }

  @Override
  public void failed(Throwable cause) {
    finish(false);
    parts.request.setAttribute(JsonErrors.ENDED, true);
    parts.callback.failed(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  /// The border to all endpoints: whatever they throw ends here.
  private void advance(@Nullable String token) {
    try {
      Suspension fired = gone ? vanish() : step(token);
      while (fired != null) {
        end(fired);
        fired = gone ? vanish() : step(fired.token());
      }
    } catch (MatrixException e) {
      answer(JsonErrors.reply(e));
    } catch (BodyReader.GoneException e) {
      vanish();
    } catch (Throwable e) {
      LOG.error("The request failed", e);
      answer(JsonErrors.internal(context.id()));
    }
  }

  /// One attempt.
  ///
  /// @return null when the request has been answered or suspended, else the suspension that has
  ///   fired before it was complete
  private @Nullable Suspension step(@Nullable String token) {
    HttpURI uri = parts.request.getHttpURI();
    String path = uri.getPath() == null ? "" : uri.getPath();
    if (!path.startsWith("/") || !ApiListener.of(parts.request).serves(Api.of(path))) {
      throw unrecognized();
    }
    String[] segments = UriText.segments(path);
    long seen = door.lot().changes();
    return switch (door.routes().find(parts.request.getMethod(), segments)) {
      case RoutingTable.Target.Unknown() -> throw unrecognized();
      case RoutingTable.Target.WrongMethod(String allowed) -> wrongMethod(allowed);
      case RoutingTable.Target.Away(String owner) -> {
        if (!door.routes().isExpected(owner)) {
          throw unrecognized();
        }
        yield parkForRoutes(token, seen);
      }
      case RoutingTable.Target.Known known -> pass(new Call(known, segments, token, seen));
    };
  }

  /// What is to be called.
  @SuppressWarnings("ArrayRecordComponent")
  private record Call(
      RoutingTable.Target.Known target, String[] segments, @Nullable String token, long seen) {}

  private @Nullable Suspension pass(Call call) {
    HttpSettings settings = door.settings();
    long limit = Math.min(call.target.maxBody(), settings.maxBody());
    if (body == null && parts.request.getLength() != 0) {
      BodyReader.check(parts.request, limit);
    }
    Suspension turn = queue(call);
    if (turn != null) {
      return armed(turn, !door.isClosing());
    }
    Suspension valve = new Suspension(this, call.token, parkDeadline());
    switch (door.intake().enter(valve::fire)) {
      case Intake.Passage.PASSED -> passed = true;
      case Intake.Passage.REFUSED -> throw busy();
      case Intake.Passage.PARKED -> {
        return park(valve);
      }
    }
    if (body == null && !readBody(limit, settings)) {
      return step(call.token);
    }
    return call(call);
  }

  /// Asks for a place among those that are worked on. What was taken in once before, and may have
  /// been read, is not turned away any more.
  ///
  /// @return null when it has one, else what goes on when it does
  private @Nullable Suspension queue(Call call) {
    Place mine = place;
    if (mine != null) {
      if (door.admission().isTurnedAway(mine)) {
        throw Answers.overloaded();
      }
      return null;
    }
    if (Admission.isExempt(parts.request.getHttpURI().getPath())) {
      return null;
    }
    Suspension turn = new Suspension(this, call.token, parkDeadline());
    boolean kept = call.token != null || body != null || parkedSince != 0;
    mine = new Place(Admission.units(parts.request.getMethod()), kept, turn::fire);
    place = mine;
    return switch (door.admission().enter(mine)) {
      case SHED -> throw Answers.overloaded();
      case HELD, NONE -> null;
      case WAITING -> {
        queued = true;
        watchFailures();
        door.timeouts().add(turn);
        yield turn;
      }
    };
  }

  /// Reads the body. Who sends slowly is not counted as in flight meanwhile, so that he can not
  /// hold a swap up.
  ///
  /// @return false when it must pass the intake once more
  private boolean readBody(long limit, HttpSettings settings) {
    BodyReader reader = new BodyReader(parts.request, limit, settings.body());
    long start = System.nanoTime();
    try {
      body = reader.poll();
    } finally {
      if (body == null) {
        leave();
      }
    }
    boolean atOnce = body != null;
    byte[] whole = body == null ? reader.await() : body;
    context.span().add("read the body", start, System.nanoTime() - start);
    body = whole;
    context.meter().add(Meter.Charge.BYTES_IN, whole.length);
    return atOnce;
  }

  private @Nullable Suspension call(Call call) {
    parkedSince = 0;
    long since = door.waits().serial();
    Outcome outcome;
    try {
      outcome = door.routes().call(call.target.owner(), endpoints -> handle(endpoints, call));
    } finally {
      leave();
    }
    return switch (outcome) {
      case null -> parkForRoutes(call.token, call.seen);
      case Reply reply -> answer(reply);
      case Wait wait -> suspend(wait, since);
    };
  }

  private Outcome handle(CompiledSet endpoints, Call call) {
    Request request = parts.request;
    CompiledSet.Found found = endpoints.find(request.getMethod(), call.segments);
    if (found == null) {
      throw unrecognized();
    }
    context.operation(found.name());
    context.from(address());
    String room = found.parameters().get("roomId");
    if (room != null) {
      RoomId.parse(room).ifPresent(id -> context.about(id.value()));
    }
    HttpURI uri = request.getHttpURI();
    return found
        .endpoint()
        .handle(
            new org.ashlar.base.http.Request(
                request.getMethod(),
                uri.getPath(),
                found.parameters(),
                UriText.query(uri.getQuery()),
                new HeaderMap(request.getHeaders()),
                address(),
                body == null ? BodyReader.NONE : body,
                call.token));
  }

  private @Nullable Suspension suspend(Wait wait, long since) {
    if (door.isClosing()) {
      throw MatrixException.unavailable("The server is stopping; try again in a moment.");
    }
    watchFailures();
    Duration limit = wait.limit().compareTo(LONGEST_WAIT) < 0 ? wait.limit() : LONGEST_WAIT;
    Suspension suspension =
        new Suspension(this, wait.resumeToken(), System.nanoTime() + limit.toNanos());
    door.timeouts().add(suspension);
    disconnect = Disconnect.watch(parts.request, this);
    boolean quiet = door.waits().register(suspension, wait.keys(), since);
    return armed(suspension, quiet && !door.isClosing());
  }

  private @Nullable Suspension parkForRoutes(@Nullable String token, long seen) {
    long deadline = Math.min(parkDeadline(), System.nanoTime() + door.lot().lookAgainNanos());
    Suspension suspension = new Suspension(this, token, deadline);
    if (!door.lot().park(suspension, seen)) {
      suspension.fire();
    }
    return park(suspension);
  }

  private @Nullable Suspension park(Suspension suspension) {
    leave();
    long now = System.nanoTime();
    if (parkedSince != 0 && now - parkDeadline() >= 0 || door.isClosing()) {
      throw busy();
    }
    parkedSince = parkedSince == 0 ? now : parkedSince;
    watchFailures();
    door.timeouts().add(suspension);
    return armed(suspension, true);
  }

  private @Nullable Suspension armed(Suspension suspension, boolean quiet) {
    current = suspension;
    if (!quiet || gone) {
      suspension.fire();
    }
    return suspension.arm() ? null : suspension;
  }

  /// Takes everything back that could fire.
  private void end(Suspension suspension) {
    current = null;
    door.timeouts().remove(suspension);
    door.waits().unregister(suspension);
    door.lot().leave(suspension);
    if (disconnect != null) {
      disconnect.end();
      disconnect = null;
    }
    if (queued) {
      queued = false;
      context.spent(Meter.Charge.PARKED, "waited for a place", suspension.since());
    } else if (parkedSince != 0) {
      context.spent(Meter.Charge.PARKED, "parked at the intake", suspension.since());
    } else {
      context.spent(Meter.Charge.IDLE, "waited for events", suspension.since());
    }
  }

  private long parkDeadline() {
    long since = parkedSince == 0 ? System.nanoTime() : parkedSince;
    return since + door.settings().times().park().toNanos();
  }

  private void watchFailures() {
    if (!watchesFailures) {
      watchesFailures = true;
      parts.request.addIdleTimeoutListener(timeout -> false);
      parts.request.addFailureListener(failure -> gone());
    }
  }

  private @Nullable Suspension wrongMethod(String allowed) {
    MatrixException fault =
        new MatrixException(
            ErrorCode.UNRECOGNIZED, 405, "This path has no such method, only " + allowed + ".");
    return answer(
        new Reply(
            405,
            Map.of("Content-Type", "application/json", "Allow", allowed),
            Json.write(fault.body())));
  }

  /// Sends the answer.
  ///
  /// @return null: nothing is left to do
  private @Nullable Suspension answer(Reply reply) {
    leave();
    if (answeredAt != 0) {
      return null;
    }
    answeredAt = System.nanoTime();
    status = reply.status();
    boolean close = http1() && (door.isClosing() || status == 413 || status == 408);
    ByteBuffer content = prepared(reply, close);
    bytesOut = HttpMethod.HEAD.is(parts.request.getMethod()) ? 0 : content.remaining();
    context.meter().add(Meter.Charge.BYTES_OUT, bytesOut);
    parts.response.write(true, content, this);
    return null;
  }

  private ByteBuffer prepared(Reply reply, boolean close) {
    try {
      return Answers.prepare(parts.response, reply, close);
    } catch (RuntimeException e) {
      LOG.error("The answer is not valid HTTP", e);
      Reply instead = JsonErrors.internal(context.id());
      status = instead.status();
      parts.response.reset();
      return Answers.prepare(parts.response, instead, close);
    }
  }

  /// Nobody is there to be answered.
  private @Nullable Suspension vanish() {
    leave();
    answeredAt = System.nanoTime();
    status = CLIENT_GONE;
    door.vanish();
    EofException cause = new EofException("the client has gone");
    if (http1()) {
      parts.request.getConnectionMetaData().getConnection().getEndPoint().close(cause);
    }
    failed(cause);
    return null;
  }

  private void finish(boolean whole) {
    byte[] read = body;
    AccessLog.Result result =
        new AccessLog.Result(
            address(), status, read == null ? 0 : read.length, bytesOut, whole, answeredAt);
    context.span().add("send", answeredAt, System.nanoTime() - answeredAt);
    context.run(() -> door.log().processed(parts.request, result));
    context.finish(whole ? Integer.toString(status) : status + "!");
    if (http1()) {
      Peer.of(parts.request.getConnectionMetaData()).busy(false);
    }
    door.ended();
  }

  private boolean http1() {
    return parts.request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2;
  }

  private boolean expectsContinue() {
    return parts.request.getHeaders().contains(HttpHeader.EXPECT);
  }

  private void leave() {
    if (passed) {
      passed = false;
      door.intake().leave();
    }
    Place mine = place;
    if (mine != null) {
      place = null;
      door.admission().leave(mine);
    }
  }

  private String address() {
    return door.settings()
        .proxies()
        .client(
            Request.getRemoteAddr(parts.request),
            parts.request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR));
  }

  private static MatrixException unrecognized() {
    return new MatrixException(ErrorCode.UNRECOGNIZED, 404, "There is no such path.");
  }

  private static MatrixException busy() {
    return MatrixException.unavailable(
        "A part of the server is being replaced; try again in a moment.");
  }
}
