package org.ashlar.state;

/// The secret of an installation by which state keys are placed in tries, so that nobody outside
/// can choose a place. SipHash-2-4 of the key's number.
///
/// @param k0 the first half of the secret
/// @param k1 the second half
public record PlacementKey(long k0, long k1) {
  /// The place of a state key.
  ///
  /// @param stateKeyNid the store's number of the state key
  /// @return 64 evenly spread bits
  long place(long stateKeyNid) {
    return hash(stateKeyNid, 0);
  }

  /// The summand of an entry in a digest.
  Digest entry(long stateKeyNid, long eventNid) {
    return new Digest(hash(stateKeyNid, eventNid), hash(~stateKeyNid, eventNid));
  }

  private long hash(long first, long second) {
    Sip sip = new Sip(k0, k1);
    sip.word(first);
    sip.word(second);
    return sip.finish();
  }

  @Override
  public String toString() {
    return "PlacementKey[secret]";
  }

  private static final class Sip {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    Sip(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void word(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      word(16L << 56);
      v2 ^= 0xff;
      for (int i = 0; i < 4; i++) {
        round();
      }
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
