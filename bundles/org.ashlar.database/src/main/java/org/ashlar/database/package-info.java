/// The PostgreSQL of this instance, its pool and its migrations.
@NullMarked
package org.ashlar.database;

import org.jspecify.annotations.NullMarked;
