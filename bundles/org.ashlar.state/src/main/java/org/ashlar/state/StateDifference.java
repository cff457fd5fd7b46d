package org.ashlar.state;

import org.jspecify.annotations.Nullable;

/// A state key for which two states differ.
///
/// @param keyNid the store's number of the state key
/// @param left the event on the left, or null when the key is absent there
/// @param right the event on the right, or null when the key is absent there
public record StateDifference(long keyNid, @Nullable EventRef left, @Nullable EventRef right) {}
