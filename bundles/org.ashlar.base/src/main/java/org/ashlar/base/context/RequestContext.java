package org.ashlar.base.context;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one request or task is: immutable, bound to the threads that work for it.
///
/// A binding is lexical ([#call]) and is not inherited by threads; `Tasks` binds it anew in each
/// thread that it starts, so a context cannot leak.
public final class RequestContext {
  /// Why work is done.
  public enum Kind {
    /// A request of a client or server.
    REQUEST,
    /// Work that the house does by itself.
    TASK
  }

  private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();
  private static final RequestContext NONE =
      new RequestContext(
          "-",
          null,
          Kind.TASK,
          new Facts(new Work("-", null)),
          Instant.MAX,
          new Meter(null, Ledger.current()),
          new Place(Span.closed("-"), null));

  private final String id;
  private final @Nullable String link;
  private final Kind kind;
  private final Facts facts;
  private final Instant deadline;
  private final Meter meter;
  private final Place place;

  private RequestContext(
      String id,
      @Nullable String link,
      Kind kind,
      Facts facts,
      Instant deadline,
      Meter meter,
      Place place) {
    this.id = id;
    this.link = link;
    this.kind = kind;
    this.facts = facts;
    this.deadline = deadline;
    this.meter = meter;
    this.place = place;
  }

  /// A context without a parent.
  ///
  /// @param id its id, such as `GET-17`
  /// @param kind why the work is done
  /// @param deadline when its result is no longer wanted; [Instant#MAX] for never
  /// @return the context, not yet bound
  public static RequestContext root(String id, Kind kind, Instant deadline) {
    return root(id, kind, deadline, null);
  }

  /// A context without a parent that something outside gave rise to.
  ///
  /// @param id its id, such as `GET-17`
  /// @param kind why the work is done
  /// @param deadline when its result is no longer wanted; [Instant#MAX] for never
  /// @param link the id that the other side gave, or null
  /// @return the context, not yet bound
  public static RequestContext root(String id, Kind kind, Instant deadline, @Nullable String link) {
    return root(id, kind, deadline, link, null);
  }

  /// A context of a request that came with the trace of a caller.
  ///
  /// @param id its id, such as `GET-17`
  /// @param kind why the work is done
  /// @param deadline when its result is no longer wanted; [Instant#MAX] for never
  /// @param link the id that the other side gave, or null
  /// @param traceparent the trace of which it is a part, valid by W3C Trace Context, or null
  /// @return the context, not yet bound
  public static RequestContext root(
      String id, Kind kind, Instant deadline, @Nullable String link, @Nullable String traceparent) {
    Ledger ledger = Ledger.current();
    RequestContext root =
        new RequestContext(
            id,
            link,
            kind,
            new Facts(new Work(id, traceparent)),
            deadline,
            new Meter(null, ledger),
            new Place(Span.root(id), null));
    ledger.begin(root.facts.work, root);
    return root;
  }

  /// The context of the running thread.
  ///
  /// @return the bound one, or one with the id `-` whose charges are dropped
  public static RequestContext current() {
    return CURRENT.isBound() ? CURRENT.get() : NONE;
  }

  /// Tells whether the running thread works for a context.
  ///
  /// @return true when one is bound
  public static boolean isBound() {
    return CURRENT.isBound();
  }

  /// Runs work for this context on the running thread.
  ///
  /// @param work the work
  /// @param <R> its result
  /// @return what the work returns
  public <R extends @Nullable Object> R call(Supplier<? extends R> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /// Runs work for this context on the running thread.
  ///
  /// @param work the work
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }

  /// A child: the same request, charged to it as well, inside the same services.
  ///
  /// @param suffix distinguishes it, such as a room id
  /// @return the child, not yet bound
  public RequestContext child(String suffix) {
    return new RequestContext(
        id + "/" + suffix,
        link,
        kind,
        facts,
        deadline,
        new Meter(meter, Ledger.current()),
        new Place(place.span.begin(suffix), place.inside));
  }

  /// Work of its own that this context only gave rise to: never billed to it.
  ///
  /// @param newId the id of the new context
  /// @return a root context that bears this one's id as its link
  public RequestContext linked(String newId) {
    return root(newId, Kind.TASK, Instant.MAX, this == NONE ? null : id);
  }

  /// Says who asks, once that is known. All contexts of this request see it, those above as well,
  /// so that the connector can name the caller in its access line. Only the first call counts.
  ///
  /// @param user who asks
  public void identify(String user) {
    if (facts != NONE.facts) {
      facts.user.compareAndSet(null, user);
    }
  }

  /// Says which room the work is about, once that is known. Only the first call counts.
  ///
  /// @param room its id
  public void about(String room) {
    if (facts.work != NONE.facts.work) {
      facts.work.room.compareAndSet(null, room);
    }
  }

  /// Says where a request came from.
  ///
  /// @param address the client's address; the last call counts
  public void from(String address) {
    if (facts.work != NONE.facts.work) {
      facts.work.address = address;
    }
  }

  /// Says what the work is, in words that are the same for all of its kind, such as `GET
  /// /_matrix/client/v3/sync`.
  ///
  /// @param operation the words; the last call counts
  public void operation(String operation) {
    if (facts.work != NONE.facts.work) {
      facts.work.operation = operation;
    }
  }

  /// This context for work that is done in the name of another user.
  ///
  /// @param user in whose name
  /// @return a context with the same id and meter
  public RequestContext withCaller(String user) {
    identify(user);
    Facts other = new Facts(facts.work);
    other.user.set(user);
    return new RequestContext(id, link, kind, other, deadline, meter, place);
  }

  /// This context inside a service; gates use it, and end the span of the new one afterwards.
  ///
  /// @param api the api's name
  /// @param instance the instance that is called
  /// @return a context with the same id and meter
  public RequestContext inside(String api, Object instance) {
    Place inner = new Place(place.span.begin(api), new Inside(api, instance, place.inside));
    return new RequestContext(id, link, kind, facts, deadline, meter, inner);
  }

  /// The instance of an api in which this context already is; gates use it.
  ///
  /// @param api the api's name
  /// @return the instance, or null when outside
  public @Nullable Object insideOf(String api) {
    for (Inside level = place.inside; level != null; level = level.outer) {
      if (level.api.equals(api)) {
        return level.instance;
      }
    }
    return null;
  }

  /// The id that every log line of this work bears.
  ///
  /// @return such as `PUT-4711` or `PUT-4711/!room`
  public String id() {
    return id;
  }

  /// The context that gave rise to this one.
  ///
  /// @return its id, empty for a root without origin
  public Optional<String> link() {
    return Optional.ofNullable(link);
  }

  /// Why the work is done.
  ///
  /// @return the kind
  public Kind kind() {
    return kind;
  }

  /// Who asks.
  ///
  /// @return a user id, empty while unknown
  public Optional<String> caller() {
    return Optional.ofNullable(facts.user.get());
  }

  /// When the result is no longer wanted.
  ///
  /// @return an instant, [Instant#MAX] for never
  public Instant deadline() {
    return deadline;
  }

  /// What this work is charged.
  ///
  /// @return the meter, shared by all contexts of one id
  public Meter meter() {
    return meter;
  }

  /// The piece of the work's time that is under way.
  ///
  /// @return where further pieces are added
  public Span span() {
    return place.span;
  }

  /// The room that the work is about.
  ///
  /// @return a room id, empty while unknown
  public Optional<String> room() {
    return Optional.ofNullable(facts.work.room.get());
  }

  /// Where the request came from.
  ///
  /// @return the client's address, empty for work that has none
  public Optional<String> address() {
    return Optional.ofNullable(facts.work.address);
  }

  /// The trace of the caller of which this work is a part, for calls to others.
  ///
  /// @return valid by W3C Trace Context, empty when the caller gave none
  public Optional<String> traceparent() {
    return Optional.ofNullable(facts.work.traceparent);
  }

  /// Charges time that has just ended, and shows it as a piece of the work's time.
  ///
  /// @param charge what is charged, a time
  /// @param part the name of the piece
  /// @param since when it began, a value of [System#nanoTime]
  public void spent(Meter.Charge charge, String part, long since) {
    long nanos = System.nanoTime() - since;
    meter.add(charge, nanos);
    place.span.add(part, since, nanos);
  }

  /// Ends the whole work: from now on it refuses charges, and the [Ledger] keeps what it was.
  /// Repeating that changes nothing; ending a child is [#finishChild].
  ///
  /// @param outcome how it ended, see [FinishedContext]
  public void finish(String outcome) {
    RequestContext root = Ledger.current().end(facts.work);
    if (root != null) {
      root.place.span.end();
      Bill bill = root.meter.finish();
      Ledger.current().keep(root.kept(outcome, root.place.span.nanos(), bill));
    }
  }

  /// What it is while it goes on.
  FinishedContext asItIs() {
    return kept("running", System.nanoTime() - place.span.start(), meter.bill());
  }

  private FinishedContext kept(String outcome, long nanos, Bill bill) {
    return new FinishedContext(
        id,
        link,
        kind,
        facts.work.operation,
        facts.user.get(),
        facts.work.room.get(),
        outcome,
        facts.work.traceparent,
        facts.work.started,
        nanos,
        bill,
        place.span);
  }

  /// Ends a child: from now on it refuses charges. Its parent goes on.
  public void finishChild() {
    place.span.end();
    meter.finish();
  }

  static Meter outside() {
    return NONE.meter;
  }

  /// Shared by all contexts of a request that have the same caller.
  private record Facts(AtomicReference<@Nullable String> user, Work work) {
    Facts(Work work) {
      this(new AtomicReference<>(), work);
    }
  }

  /// Shared by all contexts of a request.
  private static final class Work {
    private final AtomicReference<@Nullable String> room = new AtomicReference<>();
    private final Instant started = Instant.now();
    private volatile String operation;
    private volatile @Nullable String address;

    private final @Nullable String traceparent;

    Work(String operation, @Nullable String traceparent) {
      this.operation = operation;
      this.traceparent = traceparent;
    }
  }

  /// Where the work is: in which piece of its time, and inside which services.
  private record Place(Span span, @Nullable Inside inside) {}

  private record Inside(String api, Object instance, @Nullable Inside outer) {}
}
