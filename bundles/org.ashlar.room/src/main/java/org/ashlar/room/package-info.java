/// Rooms as a service: commands, outcomes, views.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.room;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
