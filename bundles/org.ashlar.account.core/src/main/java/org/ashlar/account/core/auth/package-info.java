/// User-interactive authentication: what a client has to show before it may do something.
@NullMarked
package org.ashlar.account.core.auth;

import org.jspecify.annotations.NullMarked;
