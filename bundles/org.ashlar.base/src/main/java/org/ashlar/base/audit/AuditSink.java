package org.ashlar.base.audit;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/// Takes the entries of the audit log out of the spool: a table, a remote collector. Register it as
/// a service; one that is not the table of the house bears the property `org.ashlar.variant` with a
/// name of its own, by which is kept how far it has come, also over restarts.
@ConsumerType
public interface AuditSink {
  /// Takes entries in the order in which they were recorded. Called by one thread.
  ///
  /// @param entries at least one; some may have been taken before, as their ids tell: what was
  ///   taken when the process ended is handed over again
  /// @throws RuntimeException when they could not be taken; they are handed over again later, and
  ///   none of the entries after them before
  void take(List<AuditEntry> entries);

  /// Forgets entries that need not be kept longer.
  ///
  /// @param before older ones are forgotten
  /// @return how many were
  default long expire(Instant before) {
    return 0;
  }
}
