/// Sends traces of requests and tasks to an OpenTelemetry collector.
@NullMarked
package org.ashlar.tracing;

import org.jspecify.annotations.NullMarked;
