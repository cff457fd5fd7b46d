/// The algorithm `v1`.
@NullMarked
package org.ashlar.room.resolve.first;

import org.jspecify.annotations.NullMarked;
