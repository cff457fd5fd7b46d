/// The context of a request or task, and what it is charged.
@Export
@Version("1.3.0")
@NullMarked
package org.ashlar.base.context;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
