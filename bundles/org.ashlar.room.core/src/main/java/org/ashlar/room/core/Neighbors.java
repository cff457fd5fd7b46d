package org.ashlar.room.core;

import java.time.InstantSource;

/// What the writing side asks of others.
///
/// @param people about users
/// @param aliases about the room directory
/// @param clock the time
record Neighbors(People people, Aliases aliases, InstantSource clock) {}
