/// One lane per room: builds, checks, orders and appends events.
@NullMarked
package org.ashlar.room.core;

import org.jspecify.annotations.NullMarked;
