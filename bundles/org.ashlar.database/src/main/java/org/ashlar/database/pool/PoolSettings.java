package org.ashlar.database.pool;

import java.time.Duration;

/// How the pool behaves.
///
/// @param size most sessions at a time, 1 or more
/// @param patience longest wait for a session, positive; fixed while the pool lives
/// @param statementLimit longest time of one statement, zero for no limit
public record PoolSettings(int size, Duration patience, Duration statementLimit) {}
