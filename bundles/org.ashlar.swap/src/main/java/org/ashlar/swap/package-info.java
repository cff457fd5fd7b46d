/// Exchanges bundles in the running server; the control socket.
@NullMarked
package org.ashlar.swap;

import org.jspecify.annotations.NullMarked;
