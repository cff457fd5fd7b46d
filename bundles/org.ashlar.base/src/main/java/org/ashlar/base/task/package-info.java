/// The only place that starts work.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.base.task;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
