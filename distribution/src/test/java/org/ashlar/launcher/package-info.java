@NullMarked
package org.ashlar.launcher;

import org.jspecify.annotations.NullMarked;
