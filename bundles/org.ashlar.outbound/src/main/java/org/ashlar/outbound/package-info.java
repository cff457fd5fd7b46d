/// Connections to others over HTTP.
@NullMarked
package org.ashlar.outbound;

import org.jspecify.annotations.NullMarked;
