/// How often somebody may do something: token buckets in named classes, which outlive the swap of a
/// bundle.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.base.limit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
