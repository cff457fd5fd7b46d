package org.ashlar.swap;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.ashlar.base.gate.Instance;
import org.ashlar.base.gate.Intake;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapClass;
import org.ashlar.base.gate.SwapParticipant;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/// Leads all calls from one version to another, and duties that only one may have.
///
/// Class A: one write to each cell. Class B: at a moment without calls in the old version, the
/// intake is closed, the cells are held, the role goes over, and everything goes on. When the new
/// version fails in it the old one takes its role back.
final class Handover {
  private static final Duration LULL = Duration.ofMillis(500);
  private static final Duration ATTEMPTS = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofMillis(200);
  private static final Duration CLOSED = Duration.ofMillis(600);
  private static final Duration BREATH = Duration.ofMillis(250);
  private static final Duration ROLE = Duration.ofSeconds(2);
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private final BundleContext context;
  private final Selections selections;
  private final Steps steps;
  private final Participants participants;

  Handover(BundleContext context, Selections selections, Steps steps, Participants participants) {
    this.context = context;
    this.selections = selections;
    this.steps = steps;
    this.participants = participants;
  }

  /// Performs it.
  ///
  /// @param exchange who goes and who comes
  /// @param tell takes sentences about waiting
  /// @return how long new requests waited at the intake
  /// @throws SwapFailure when it was not done; the old version serves as before
  Duration perform(Exchange exchange, Consumer<String> tell) throws SwapFailure {
    if (exchange.type() != SwapClass.B) {
      transfer(exchange);
      select(exchange.incoming());
      return Duration.ZERO;
    }
    List<Instance> leaving = exchange.outgoing().instances(selections);
    BooleanSupplier empty =
        exchange.outgoing().byCell().isEmpty()
            ? () -> selections.intake().inFlight() == 0
            : () -> Services.inFlight(leaving) == 0;
    await(empty, LULL);
    long limit = System.nanoTime() + ATTEMPTS.toNanos();
    while (true) {
      long closed = System.nanoTime();
      if (park(exchange, empty)) {
        return Duration.ofNanos(System.nanoTime() - closed);
      }
      if (System.nanoTime() > limit) {
        throw new SwapFailure(
            Exchange.title(exchange.old())
                + " has had calls in it all the time; nothing was changed, try again later");
      }
      tell.accept("calls are still in " + Exchange.title(exchange.old()) + "; trying again");
      await(() -> false, BREATH);
    }
  }

  /// One attempt behind a closed intake. What was under way gets a moment to end by itself; then
  /// the cells are held, so that also what does not come by the intake waits, as short as this
  /// takes.
  ///
  /// @return false when calls in the old version did not end soon enough
  private boolean park(Exchange exchange, BooleanSupplier empty) throws SwapFailure {
    Intake intake = selections.intake();
    intake.close();
    try {
      await(empty, GRACE);
      exchange.outgoing().byCell().keySet().forEach(cell -> selections.cell(cell).hold());
      boolean done = false;
      try {
        if (!await(empty, CLOSED)) {
          return false;
        }
        transfer(exchange);
        done = true;
      } finally {
        select(done ? exchange.incoming() : exchange.outgoing());
      }
      // Whoever was torn down with the old version must be back before requests come.
      await(() -> participants.pending().isEmpty(), SETTLED);
      return true;
    } finally {
      intake.open();
    }
  }

  /// Makes the new version do what only one may do.
  private void transfer(Exchange exchange) throws SwapFailure {
    try {
      each(
          exchange.old(),
          exchange.outgoing(),
          "giving up the role of",
          SwapParticipant::releaseRole);
      each(exchange.next(), exchange.incoming(), "the role of", SwapParticipant::activateRole);
    } catch (SwapFailure e) {
      resume(exchange, e);
      throw e;
    }
    exchange
        .incoming()
        .instances(selections)
        .forEach(instance -> selections.markReady(instance, true));
  }

  private void resume(Exchange exchange, SwapFailure cause) throws SwapFailure {
    try {
      if (!cause.hung()) {
        each(
            exchange.next(),
            exchange.incoming(),
            "giving up the role of",
            SwapParticipant::releaseRole);
      }
    } catch (SwapFailure e) {
      cause.addSuppressed(e);
    }
    each(
        exchange.old(),
        exchange.outgoing(),
        "taking back the role of",
        SwapParticipant::resumeRole);
  }

  private void select(Services services) {
    services
        .byCell()
        .forEach((cell, reference) -> selections.cell(cell).select(selections.instance(reference)));
  }

  /// Calls every participant of a bundle, each on a thread of its own.
  void each(Bundle bundle, Services services, String what, Consumer<SwapParticipant> action)
      throws SwapFailure {
    each(bundle, services, what, ROLE, action);
  }

  /// Calls every participant of a bundle, each on a thread of its own.
  ///
  /// @param limit the time for each
  void each(
      Bundle bundle,
      Services services,
      String what,
      Duration limit,
      Consumer<SwapParticipant> action)
      throws SwapFailure {
    for (ServiceReference<?> reference : services.participants()) {
      if (context.getService(reference) instanceof SwapParticipant participant) {
        try {
          steps.run(what + " " + Exchange.title(bundle), limit, () -> action.accept(participant));
        } finally {
          context.ungetService(reference);
        }
      }
    }
  }

  /// Waits for something, looking each millisecond.
  static boolean await(BooleanSupplier condition, Duration limit) throws SwapFailure {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SwapFailure("The swap was interrupted", e, false);
      }
    }
    return true;
  }
}
