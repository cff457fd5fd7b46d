/// Who is online, and since when.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.presence;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
