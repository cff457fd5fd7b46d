/// Users, devices, access tokens, account data and receipts.
@Export
@Version("1.1.0")
@NullMarked
package org.ashlar.account;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
