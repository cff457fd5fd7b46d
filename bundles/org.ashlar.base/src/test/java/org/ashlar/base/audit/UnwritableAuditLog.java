package org.ashlar.base.audit;

import org.ashlar.base.audit.AuditSettings.WhenFull;

/// Makes the audit log of the process one that can not be written and refuses acts, until it is
/// closed.
public final class UnwritableAuditLog implements AutoCloseable {
  /// Takes the spool away.
  public UnwritableAuditLog() {
    AuditLog.current().close();
    AuditLog.current().apply(new AuditSettings(1 << 20, WhenFull.REFUSE, null));
  }

  /// Lets acts pass again.
  @Override
  public void close() {
    AuditLog.current().apply(AuditSettings.USUAL);
  }
}
