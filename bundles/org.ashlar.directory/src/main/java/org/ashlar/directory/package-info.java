/// Room aliases, the public list of rooms, and lookups of third-party identifiers.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.directory;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
