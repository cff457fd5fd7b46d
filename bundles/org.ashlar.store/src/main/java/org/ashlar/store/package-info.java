/// What the server keeps: event and state store services and their records.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
