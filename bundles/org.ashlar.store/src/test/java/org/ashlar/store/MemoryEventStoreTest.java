package org.ashlar.store;

class MemoryEventStoreTest extends PartialContract {
  private final MemoryEventStore store = new MemoryEventStore();

  @Override
  protected EventStore store() {
    return store;
  }
}
