/// Logging: levels, asynchronous appender, line formats; the SLF4J provider of the house.
@Export
@Version("1.3.0")
@NullMarked
package org.ashlar.base.log;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
