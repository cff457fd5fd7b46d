/// What all algorithms of state resolution need: values in, values out.
@NullMarked
package org.ashlar.room.resolve;

import org.jspecify.annotations.NullMarked;
