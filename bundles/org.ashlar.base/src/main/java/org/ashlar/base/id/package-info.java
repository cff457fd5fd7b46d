/// Identifiers of Matrix as types: never a String in a signature.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.base.id;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
