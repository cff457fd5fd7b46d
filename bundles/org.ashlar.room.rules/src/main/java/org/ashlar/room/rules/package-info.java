/// Authorization rules of the room versions: values in, values out.
@NullMarked
package org.ashlar.room.rules;

import org.jspecify.annotations.NullMarked;
