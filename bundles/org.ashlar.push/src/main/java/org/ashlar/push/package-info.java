/// Unread counts and what keeps them.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.push;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
