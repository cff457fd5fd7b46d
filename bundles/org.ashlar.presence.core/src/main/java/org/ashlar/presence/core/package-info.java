/// Keeps presence up.
@NullMarked
package org.ashlar.presence.core;

import org.jspecify.annotations.NullMarked;
