@NullMarked
package org.ashlar.tracing;

import org.jspecify.annotations.NullMarked;
