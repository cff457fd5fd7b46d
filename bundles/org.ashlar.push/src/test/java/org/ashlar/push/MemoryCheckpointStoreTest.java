package org.ashlar.push;

class MemoryCheckpointStoreTest extends CheckpointStoreContract {
  private final MemoryCheckpointStore store = new MemoryCheckpointStore();

  @Override
  protected CheckpointStore store() {
    return store;
  }
}
