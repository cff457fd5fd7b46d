/// The PostgreSQL that comes with the server: its binaries, its process and its files in the data
/// folder.
@NullMarked
package org.ashlar.database.embedded;

import org.jspecify.annotations.NullMarked;
