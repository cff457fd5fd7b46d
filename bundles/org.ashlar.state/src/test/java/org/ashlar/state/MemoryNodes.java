package org.ashlar.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Keeps nodes in memory and counts what is written and read.
final class MemoryNodes implements NodeSource {
  private final Map<Long, byte[]> stored = new HashMap<>();
  private long last;
  private int written;
  private long bytesWritten;
  private int reads;

  void store(StateRoot root) {
    StateTrie.store(
        root,
        () -> ++last,
        (nid, bytes) -> {
          stored.put(nid, bytes);
          written++;
          bytesWritten += bytes.length;
        });
  }

  @Override
  public Map<Long, byte[]> nodes(Collection<Long> nodeNids) {
    reads++;
    Map<Long, byte[]> found = new HashMap<>();
    nodeNids.forEach(nid -> found.put(nid, stored.get(nid)));
    return found;
  }

  Map<Long, byte[]> stored() {
    return stored;
  }

  long last() {
    return last;
  }

  int written() {
    return written;
  }

  long bytesWritten() {
    return bytesWritten;
  }

  int reads() {
    return reads;
  }

  void resetCounts() {
    written = 0;
    bytesWritten = 0;
    reads = 0;
  }
}
