package org.ashlar.account;

/// The store in maps keeps the contract of sessions too.
class MemoryIdentitySessionTest extends IdentitySessionContract {
  private final MemoryIdentityStore store = new MemoryIdentityStore();

  @Override
  protected IdentityStore store() {
    return store;
  }
}
