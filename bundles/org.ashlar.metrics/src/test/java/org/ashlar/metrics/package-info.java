@NullMarked
package org.ashlar.metrics;

import org.jspecify.annotations.NullMarked;
