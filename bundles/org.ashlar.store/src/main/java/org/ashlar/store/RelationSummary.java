package org.ashlar.store;

import java.util.List;
import org.ashlar.base.id.EventId;

/// What relates to one event by one type of relation.
///
/// @param target the event related to
/// @param type `m.thread`, `m.replace` or `m.reference`
/// @param count how many relate to it
/// @param participated whether the reader sent one of them
/// @param newest numbers of events: of a thread up to [#THREAD_EVENTS], the last by depth first; of
///   replacements up to [#REPLACEMENTS], the last by `origin_server_ts` first; of references up to
///   [#REFERENCES], the first by depth first
public record RelationSummary(
    EventId target, String type, long count, boolean participated, List<Long> newest) {
  /// A reply in a thread.
  public static final String THREAD = "m.thread";

  /// A replacement of the content.
  public static final String REPLACE = "m.replace";

  /// A mere reference.
  public static final String REFERENCE = "m.reference";

  /// The most events that are told of a thread.
  public static final int THREAD_EVENTS = 5;

  /// The most replacements that are told.
  public static final int REPLACEMENTS = 5;

  /// The most references that are told.
  public static final int REFERENCES = 200;

  /// Copies the list.
  public RelationSummary {
    newest = List.copyOf(newest);
  }
}
