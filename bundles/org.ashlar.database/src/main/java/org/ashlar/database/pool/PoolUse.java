package org.ashlar.database.pool;

/// How the sessions of a pool are used at a moment.
///
/// @param active sessions that work for somebody
/// @param idle sessions that wait for work
/// @param waiting those who wait for a session
/// @param most the most sessions
public record PoolUse(int active, int idle, int waiting, int most) {
  /// No pool.
  public static final PoolUse NONE = new PoolUse(0, 0, 0, 0);
}
