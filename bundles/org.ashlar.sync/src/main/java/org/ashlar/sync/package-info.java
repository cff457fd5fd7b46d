/// Answers of /sync, computed from positions and the store.
@NullMarked
package org.ashlar.sync;

import org.jspecify.annotations.NullMarked;
