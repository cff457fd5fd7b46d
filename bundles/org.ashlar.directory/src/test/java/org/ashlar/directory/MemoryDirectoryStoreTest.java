package org.ashlar.directory;

/// The store in a map keeps the contract too, so tests that use it prove something.
class MemoryDirectoryStoreTest extends DirectoryStoreContract {
  private final MemoryDirectoryStore store = new MemoryDirectoryStore();

  @Override
  protected DirectoryStore store() {
    return store;
  }
}
