/// Starts the OSGi framework with the bundles of an installation on the data folder of an instance,
/// and carries commands to a running instance. Knows nothing of Matrix.
@NullMarked
package org.ashlar.launcher;

import org.jspecify.annotations.NullMarked;
