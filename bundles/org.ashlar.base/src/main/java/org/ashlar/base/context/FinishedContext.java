package org.ashlar.base.context;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.ashlar.base.context.Meter.Charge;
import org.jspecify.annotations.Nullable;

/// A request or task that has ended, as the [Ledger] keeps it; or one that goes on, as it is at a
/// moment.
///
/// @param id its id, such as `PUT-4711`
/// @param linkId the id of what gave rise to it: of another context, or one that came from outside
/// @param kind why the work was done
/// @param operation what it was, the same for all of its kind, such as the method and path of a
///   route or the owner and role of a task
/// @param user who asked, or null when that did not become known
/// @param room the room it was about, or null
/// @param outcome how it ended: the HTTP status, followed by `!` when the answer was not sent
///   whole; `ok` or `failed` for tasks; `running` for what goes on
/// @param traceparent the trace of the caller of which it is a part, or null
/// @param started when it began
/// @param nanos how long it took, in nanoseconds
/// @param bill what it used
/// @param span where the time went
public record FinishedContext(
    String id,
    @Nullable String linkId,
    RequestContext.Kind kind,
    String operation,
    @Nullable String user,
    @Nullable String room,
    String outcome,
    @Nullable String traceparent,
    Instant started,
    long nanos,
    Bill bill,
    Span span) {

  /// The time in which somebody waited for it against his wish: all of it but the long poll.
  ///
  /// @return the time
  public Duration busy() {
    return Duration.ofNanos(Math.max(0, nanos - bill.get(Charge.IDLE)));
  }

  /// What gave rise to it.
  ///
  /// @return the id, empty for a root without origin
  public Optional<String> link() {
    return Optional.ofNullable(linkId);
  }
}
