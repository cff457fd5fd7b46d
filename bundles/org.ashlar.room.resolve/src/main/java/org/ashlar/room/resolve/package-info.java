/// State resolution of the room versions: values in, values out.
@NullMarked
package org.ashlar.room.resolve;

import org.jspecify.annotations.NullMarked;
