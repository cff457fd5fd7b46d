package org.ashlar.store;

import org.ashlar.base.id.UserId;

/// Identifies a request that a device repeats when it got no answer. Compared in full.
///
/// @param user who sent it
/// @param device the device's id; empty for a token without device
/// @param scope method and path without the transaction id, with room and event type
/// @param transactionId what the client chose
/// @spec https://spec.matrix.org/v1.19/client-server-api/#transaction-identifiers Transaction
///   identifiers
public record Transaction(UserId user, String device, String scope, String transactionId) {
  /// A hash for prefilters; equal transactions have equal hashes.
  ///
  /// @return 64 bits that never change for a transaction
  public long hash() {
    long high = scope.hashCode() * 31L + user.value().hashCode();
    long low = transactionId.hashCode() * 31L + device.hashCode();
    return (high << 32) ^ low ^ ((long) transactionId.length() << 24);
  }
}
