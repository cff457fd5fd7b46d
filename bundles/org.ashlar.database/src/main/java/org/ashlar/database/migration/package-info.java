/// Applies the numbered SQL files of the bundles that own tables.
@NullMarked
package org.ashlar.database.migration;

import org.jspecify.annotations.NullMarked;
