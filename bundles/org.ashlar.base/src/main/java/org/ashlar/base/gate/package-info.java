/// Gates: how a consumer reaches a service that can be swapped while it is called.
@Export
@Version("1.3.0")
@NullMarked
package org.ashlar.base.gate;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
