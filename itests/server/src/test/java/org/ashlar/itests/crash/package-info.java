/// The server and its database, killed under load.
@NullMarked
package org.ashlar.itests.crash;

import org.jspecify.annotations.NullMarked;
