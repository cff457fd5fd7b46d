/// The one fault that reaches the wire, and its error codes.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.base.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
