/// The state resolution `v2.1` as a service.
@NullMarked
package org.ashlar.room.resolve.v21;

import org.jspecify.annotations.NullMarked;
