/// How accounts come into being.
@NullMarked
package org.ashlar.account.core.registration;

import org.jspecify.annotations.NullMarked;
