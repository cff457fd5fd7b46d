/// Asks identity servers.
@NullMarked
package org.ashlar.identity.client;

import org.jspecify.annotations.NullMarked;
