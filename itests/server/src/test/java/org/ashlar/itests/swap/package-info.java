/// Swaps of bundles in the assembled server, under load.
@NullMarked
package org.ashlar.itests.swap;

import org.jspecify.annotations.NullMarked;
