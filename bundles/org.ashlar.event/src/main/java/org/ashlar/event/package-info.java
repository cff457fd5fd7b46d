/// Events, room versions, canonical JSON hashing and signing.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
