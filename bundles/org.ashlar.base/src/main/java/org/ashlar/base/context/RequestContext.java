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
      new RequestContext("-", null, Kind.TASK, new Caller(), Instant.MAX, new Meter(null), null);

  private final String id;
  private final @Nullable String link;
  private final Kind kind;
  private final Caller caller;
  private final Instant deadline;
  private final Meter meter;
  private final @Nullable Inside inside;

  private RequestContext(
      String id,
      @Nullable String link,
      Kind kind,
      Caller caller,
      Instant deadline,
      Meter meter,
      @Nullable Inside inside) {
    this.id = id;
    this.link = link;
    this.kind = kind;
    this.caller = caller;
    this.deadline = deadline;
    this.meter = meter;
    this.inside = inside;
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
    return new RequestContext(id, link, kind, new Caller(), deadline, new Meter(null), null);
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
        id + "/" + suffix, link, kind, caller, deadline, new Meter(meter), inside);
  }

  /// Work of its own that this context only gave rise to: never billed to it.
  ///
  /// @param newId the id of the new context
  /// @return a root context that bears this one's id as its link
  public RequestContext linked(String newId) {
    String origin = this == NONE ? null : id;
    return new RequestContext(
        newId, origin, Kind.TASK, new Caller(), Instant.MAX, new Meter(null), null);
  }

  /// Says who asks, once that is known. All contexts of this request see it, those above as well,
  /// so that the connector can name the caller in its access line. Only the first call counts.
  ///
  /// @param user who asks
  public void identify(String user) {
    if (this != NONE) {
      caller.user.compareAndSet(null, user);
    }
  }

  /// This context for work that is done in the name of another user.
  ///
  /// @param user in whose name
  /// @return a context with the same id and meter
  public RequestContext withCaller(String user) {
    Caller other = new Caller();
    other.user.set(user);
    identify(user);
    return new RequestContext(id, link, kind, other, deadline, meter, inside);
  }

  /// This context inside a service; gates use it.
  ///
  /// @param api the api's name
  /// @param instance the instance that is called
  /// @return a context with the same id and meter
  public RequestContext inside(String api, Object instance) {
    return new RequestContext(
        id, link, kind, caller, deadline, meter, new Inside(api, instance, inside));
  }

  /// The instance of an api in which this context already is; gates use it.
  ///
  /// @param api the api's name
  /// @return the instance, or null when outside
  public @Nullable Object insideOf(String api) {
    for (Inside level = inside; level != null; level = level.outer) {
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
    return Optional.ofNullable(caller.user.get());
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

  /// Shared by all contexts of a request.
  private static final class Caller {
    private final AtomicReference<@Nullable String> user = new AtomicReference<>();
  }

  private record Inside(String api, Object instance, @Nullable Inside outer) {}
}
