package org.ashlar.store;

import java.util.List;
import org.ashlar.base.id.ServerName;
import org.ashlar.state.EventRef;

/// A step on the way of a room that was joined before its state was known in full.
public sealed interface PartialChange {
  /// The room becomes partial. One that is partial already is refused.
  ///
  /// @param join the event by which this server came in, of the same append
  /// @param servers the servers that were in the room then, without an order
  record Begin(EventRef join, List<ServerName> servers) implements PartialChange {
    /// Copies the list.
    public Begin {
      servers = List.copyOf(servers);
    }
  }

  /// Events get the states that are right, and are judged by them; the append has no others. It
  /// takes one place of the stream of events, at which the changes of the current state stand.
  ///
  /// @param events the events, each replaced once: one that was not judged by partial state is
  ///   refused
  /// @param last whether the room is full afterwards; refused when it has other events that were
  ///   judged by partial state, or is not partial
  record Replace(List<Replacement> events, boolean last) implements PartialChange {
    /// Copies the list.
    public Replace {
      events = List.copyOf(events);
    }
  }
}
