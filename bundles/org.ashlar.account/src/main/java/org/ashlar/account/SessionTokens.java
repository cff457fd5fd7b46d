package org.ashlar.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The secrets of a session as the store keeps them.
///
/// @param hash SHA-256 of the access token
/// @param expires when the access token ends, or null for never
/// @param refreshHash SHA-256 of the refresh token, or null for none
/// @param refreshExpires when the refresh token ends, or null for never
@SuppressWarnings("ArrayRecordComponent")
public record SessionTokens(
    byte[] hash,
    @Nullable Instant expires,
    byte @Nullable [] refreshHash,
    @Nullable Instant refreshExpires) {
  /// An access token that can not be refreshed.
  ///
  /// @param hash its SHA-256
  /// @param expires when it ends, or null for never
  /// @return the tokens
  public static SessionTokens of(byte[] hash, @Nullable Instant expires) {
    return new SessionTokens(hash, expires, null, null);
  }
}
