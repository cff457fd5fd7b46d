/// The hub in memory: ring, change caches, typing, wake-ups.
@NullMarked
package org.ashlar.stream.hub;

import org.jspecify.annotations.NullMarked;
