/// Caches with a bound.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.base.cache;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
