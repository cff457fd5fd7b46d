/// What the server says about itself: versions, capabilities, where it is.
@NullMarked
package org.ashlar.client.rest.server;

import org.jspecify.annotations.NullMarked;
