/// Forks rooms, for tests.
@NullMarked
package org.ashlar.itests.forks;

import org.jspecify.annotations.NullMarked;
