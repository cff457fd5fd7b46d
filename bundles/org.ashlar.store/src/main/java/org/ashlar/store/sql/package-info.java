/// What bundles that keep their data in PostgreSQL share: a pool of connections, sessions of their
/// own, and migrations.
///
/// Only `*.postgres` bundles may import this package; everyone else speaks to the store through the
/// types of the store's api, which know nothing of SQL.
@Export
@NullMarked
@Version("1.1.0")
package org.ashlar.store.sql;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
