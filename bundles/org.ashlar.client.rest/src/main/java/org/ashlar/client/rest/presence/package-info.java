/// Endpoints about who is online.
@NullMarked
package org.ashlar.client.rest.presence;

import org.jspecify.annotations.NullMarked;
