package org.ashlar.store;

class MemoryEventStoreTest extends GraphContract {
  private final MemoryEventStore store = new MemoryEventStore();

  @Override
  protected EventStore store() {
    return store;
  }
}
