/// The algorithms `v2` and `v2.1`.
@NullMarked
package org.ashlar.room.resolve.second;

import org.jspecify.annotations.NullMarked;
