/// Counters, gauges and histograms that outlive the swap of a bundle.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.base.metric;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
