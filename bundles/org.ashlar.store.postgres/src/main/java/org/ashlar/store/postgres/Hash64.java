package org.ashlar.store.postgres;

/// FNV-1a over text: spreads, but does not protect. Stored, so it never changes.
final class Hash64 {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private Hash64() {}

  static long of(String... parts) {
    long hash = OFFSET;
    for (String part : parts) {
      for (int i = 0; i < part.length(); i++) {
        hash = (hash ^ part.charAt(i)) * PRIME;
      }
      hash *= PRIME;
    }
    return hash;
  }
}
