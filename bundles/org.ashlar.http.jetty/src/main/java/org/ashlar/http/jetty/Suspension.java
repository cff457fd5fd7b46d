package org.ashlar.http.jetty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A request that is kept without a thread until something fires: a wake-up, a time-out, the valve
/// that opens, the client that leaves. It goes on once, whatever fires and how often.
final class Suspension extends TimeoutQueue.Timed {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Suspension.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int ARMING = 0;
  private static final int ARMED = 1;
  private static final int FIRED = 2;

  private final Exchange exchange;
  private final @Nullable String token;
  private final long since = System.nanoTime();
  private volatile int state;

  /// Where it is registered; touched only by the wait book.
  WaitBook.@Nullable Entry[] entries = WaitBook.NO_ENTRIES;

  /// @param exchange the request
  /// @param token what the endpoint wants to have again, null when it was not entered
  /// @param deadline when it goes on at the latest, a value of [System#nanoTime]
  Suspension(Exchange exchange, @Nullable String token, long deadline) {
    super(deadline);
    this.exchange = exchange;
    this.token = token;
  }

  Exchange exchange() {
    return exchange;
  }

  @Nullable String token() {
    return token;
  }

  /// When it began, a value of [System#nanoTime].
  long since() {
    return since;
  }

  /// Says that everything that may fire knows it. Until then firing is only noted, so that two
  /// threads never work for one request.
  ///
  /// @return false when it has fired already: the caller goes on at once
  boolean arm() {
    return STATE.compareAndSet(this, ARMING, ARMED);
  }

  /// Lets the request go on. Short; any thread, any number of times.
  void fire() {
    if (tryFire()) {
      exchange.resumeLater(this);
    }
  }

  /// Takes the right to let the request go on.
  ///
  /// @return true when the caller has to
  boolean tryFire() {
    return (int) STATE.getAndSet(this, FIRED) == ARMED;
  }

  boolean isFired() {
    return state == FIRED;
  }

  @Override
  void expire() {
    fire();
  }
}
