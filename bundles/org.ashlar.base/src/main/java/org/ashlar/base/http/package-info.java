/// Routes, requests and replies between the HTTP connector and the REST bundles.
@Export
@Version("1.2.0")
@NullMarked
package org.ashlar.base.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
