package org.ashlar.presence;

/// The store in a map keeps the contract too, so tests that use it prove something.
class MemoryPresenceStoreTest extends PresenceStoreContract {
  private final MemoryPresenceStore store = new MemoryPresenceStore();

  @Override
  protected PresenceStore store() {
    return store;
  }
}
