package org.ashlar.state;

import java.util.Collection;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/// Where the stored nodes of one room's tries come from.
@ConsumerType
@FunctionalInterface
public interface NodeSource {
  /// Reads nodes.
  ///
  /// @param nodeNids their numbers
  /// @return the bytes of all of them
  Map<Long, byte[]> nodes(Collection<Long> nodeNids);
}
