/// Identifiers, JSON, errors, request context, tasks, the gate and route types.
@Export
@Version("1.0.0")
@NullMarked
package org.ashlar.base;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
