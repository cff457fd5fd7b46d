/// State resolution as a service.
@Export
@Version("2.0.0")
@NullMarked
package org.ashlar.room.resolution;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
