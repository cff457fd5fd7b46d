/// Enriches log lines with what the request context knows.
@NullMarked
package org.ashlar.context.logging;

import org.jspecify.annotations.NullMarked;
