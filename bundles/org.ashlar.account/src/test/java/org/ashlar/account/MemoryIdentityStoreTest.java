package org.ashlar.account;

/// The store in maps keeps the contract too, so tests that use it prove something.
class MemoryIdentityStoreTest extends IdentityStoreContract {
  private final MemoryIdentityStore store = new MemoryIdentityStore();

  @Override
  protected IdentityStore store() {
    return store;
  }
}
