package org.ashlar.swap;

import java.util.function.Consumer;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;

/// Writes each change of the bundles into the audit log, also those that were refused.
final class SwapAudit {
  private final Consumer<AuditEntry> record;

  /// @param record takes entries
  SwapAudit(Consumer<AuditEntry> record) {
    this.record = record;
  }

  /// A change of the bundles.
  @FunctionalInterface
  interface Change<T> {
    T make() throws SwapFailure;
  }

  /// Makes a change and records it before it returns.
  ///
  /// @param action what is done, such as `bundle.swap`
  /// @param log tells to which bundle, and facts
  /// @param change the change
  /// @throws SwapFailure the change's
  <T> T recorded(String action, StepLog log, Change<T> change) throws SwapFailure {
    try {
      T result = change.make();
      write(action, log, Outcome.OK, "");
      return result;
    } catch (SwapFailure e) {
      write(action, log, e.hung() ? Outcome.FAILED : Outcome.REFUSED, e.sentence());
      throw e;
    } catch (RuntimeException e) {
      write(action, log, Outcome.FAILED, SwapFailure.reason(e));
      throw e;
    }
  }

  private void write(String action, StepLog log, Outcome outcome, String reason) {
    AuditEntry entry = AuditEntry.of(action, log.subject(), outcome).with("reason", reason);
    for (var fact : log.facts().entrySet()) {
      entry = entry.with(fact.getKey(), fact.getValue());
    }
    record.accept(entry);
  }
}
