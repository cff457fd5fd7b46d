/// Connections that the server makes to others.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.base.outbound;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
