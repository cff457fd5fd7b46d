/// Looks for secrets in logs.
@NullMarked
package org.ashlar.itests.logs;

import org.jspecify.annotations.NullMarked;
