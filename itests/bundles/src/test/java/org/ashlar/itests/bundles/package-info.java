/// Bundles of the assembled server in a framework inside the test's process.
@NullMarked
package org.ashlar.itests.bundles;

import org.jspecify.annotations.NullMarked;
