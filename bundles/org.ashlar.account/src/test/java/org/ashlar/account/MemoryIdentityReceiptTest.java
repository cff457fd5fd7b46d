package org.ashlar.account;

/// The store in maps keeps the contract of receipts too.
class MemoryIdentityReceiptTest extends IdentityReceiptContract {
  private final MemoryIdentityStore store = new MemoryIdentityStore();

  @Override
  protected IdentityStore store() {
    return store;
  }
}
