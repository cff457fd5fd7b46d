/// Accounts, devices, account data and receipts in PostgreSQL.
@NullMarked
package org.ashlar.identity.postgres;

import org.jspecify.annotations.NullMarked;
