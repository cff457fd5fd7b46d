/// The state resolution `v2` as a service.
@NullMarked
package org.ashlar.room.resolve.v2;

import org.jspecify.annotations.NullMarked;
