/// Passwords: hashing, and what a password must be.
@NullMarked
package org.ashlar.account.core.password;

import org.jspecify.annotations.NullMarked;
