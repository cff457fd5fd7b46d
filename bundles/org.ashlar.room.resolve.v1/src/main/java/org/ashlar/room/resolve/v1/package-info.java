/// The state resolution `v1` as a service.
@NullMarked
package org.ashlar.room.resolve.v1;

import org.jspecify.annotations.NullMarked;
