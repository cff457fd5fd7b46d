/// Events, state and rooms in PostgreSQL; the one writer.
@NullMarked
package org.ashlar.store.postgres;

import org.jspecify.annotations.NullMarked;
