/// Shows the metrics of the process to Prometheus.
@NullMarked
package org.ashlar.metrics;

import org.jspecify.annotations.NullMarked;
