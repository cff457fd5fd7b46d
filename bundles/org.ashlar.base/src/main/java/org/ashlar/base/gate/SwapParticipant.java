package org.ashlar.base.gate;

import org.osgi.annotation.versioning.ConsumerType;

/// A swappable service that has work to do before it serves, or duties to hand over.
///
/// Registered as a second interface of the service it belongs to. All methods are called by the
/// coordinator, each on a thread of its own with a time-out, never under a framework lock.
@ConsumerType
public interface SwapParticipant {
  /// Does the slow work before the first call: database, migrations, warming, threads. Called once,
  /// at boot and before a swap. The service gets no calls before it returns.
  ///
  /// @throws RuntimeException when this version can not serve; it is then removed
  default void prepare() {}

  /// Answers a question that shows it works; called after [#prepare], before any gate selects it.
  ///
  /// @throws RuntimeException when this version can not serve; it is then removed
  default void probe() {}

  /// Tells that gates have switched to this instance: take over what only one may do.
  default void activateRole() {}

  /// Tells that another instance takes over: settle what only one may do and give it up. Calls may
  /// still be in flight; new ones go to the other instance. Returning means it is given up.
  default void releaseRole() {}

  /// Takes the role back after [#releaseRole], because the other instance failed.
  default void resumeRole() {}

  /// The swap class of this service.
  ///
  /// @return `A`: side by side, no pause; `B`: the role is handed over while the intake is parked
  default SwapClass swapClass() {
    return SwapClass.A;
  }
}
