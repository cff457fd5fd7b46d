/// Sessions with PostgreSQL: how one is opened, the pool of them, and what the server must be able
/// to do.
@NullMarked
package org.ashlar.database.pool;

import org.jspecify.annotations.NullMarked;
