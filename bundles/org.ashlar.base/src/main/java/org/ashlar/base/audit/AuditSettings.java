package org.ashlar.base.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is configured about the audit log.
///
/// @param spoolBytes how large the spool may become
/// @param whenFull what happens to acts when the spool can not be written
/// @param retention how long sinks keep entries, or null for ever
record AuditSettings(long spoolBytes, WhenFull whenFull, @Nullable Duration retention) {
  static final AuditSettings USUAL = new AuditSettings(64L << 20, WhenFull.LOG, null);

  /// What happens when the spool can not be written.
  enum WhenFull {
    /// The act goes on; its entry is logged and counted.
    LOG,
    /// The act is refused.
    REFUSE
  }

  static AuditSettings of(AuditOptions options) {
    return new AuditSettings(
        (long) options.spoolMib() << 20,
        options.whenFull().equals("refuse") ? WhenFull.REFUSE : WhenFull.LOG,
        options.retentionDays() <= 0 ? null : Duration.ofDays(options.retentionDays()));
  }
}
