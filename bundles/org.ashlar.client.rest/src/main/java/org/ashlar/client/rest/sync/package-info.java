/// The sync endpoint.
@NullMarked
package org.ashlar.client.rest.sync;

import org.jspecify.annotations.NullMarked;
