package org.ashlar.identity.postgres;

import java.util.function.Function;
import org.ashlar.store.sql.Database;
import org.jspecify.annotations.Nullable;

/// The way to the database, which may be swapped between two calls.
@FunctionalInterface
interface DatabaseAccess {
  /// Calls the database that is there now.
  <R extends @Nullable Object> R call(Function<? super Database, ? extends R> work);
}
