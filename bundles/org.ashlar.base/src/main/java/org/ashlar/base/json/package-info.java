/// JSON as immutable values, strict parsing and compact writing.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.base.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
