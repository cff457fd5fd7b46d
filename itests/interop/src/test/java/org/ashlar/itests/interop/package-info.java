/// Conversations between clients that others wrote.
@NullMarked
package org.ashlar.itests.interop;

import org.jspecify.annotations.NullMarked;
