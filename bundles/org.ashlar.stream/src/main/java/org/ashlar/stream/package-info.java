/// Positions, tokens and wake-ups.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.stream;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
