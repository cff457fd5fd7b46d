/// Authorization of events as a service, and the power levels it reads.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.room.auth;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
