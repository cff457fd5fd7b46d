/// What this installation and instance are: server name, folders.
@Export
@Version("1.2.0")
@NullMarked
package org.ashlar.base.install;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
