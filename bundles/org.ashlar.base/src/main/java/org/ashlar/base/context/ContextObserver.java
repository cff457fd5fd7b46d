package org.ashlar.base.context;

import org.osgi.annotation.versioning.ConsumerType;

/// Is told of each request and task that has ended. Register it as a service, with its own name as
/// [org.ashlar.base.gate.Selections#VARIANT]. Never waited for when it is being replaced: what ends
/// in that moment it does not see, and the [Ledger] keeps it.
@ConsumerType
public interface ContextObserver {
  /// Takes what has ended. Called on the thread that ended it, so it must be quick and must not
  /// block.
  ///
  /// @param context what has ended
  void finished(FinishedContext context);
}
