package org.ashlar.store;

import java.util.List;

/// Whom an event notifies apart from push rules on its text.
///
/// @param users the user ids of `m.mentions`
/// @param room whether the whole room is mentioned
public record Mentions(List<String> users, boolean room) {
  /// Nobody.
  public static final Mentions NONE = new Mentions(List.of(), false);

  /// Copies the list.
  public Mentions {
    users = List.copyOf(users);
  }
}
