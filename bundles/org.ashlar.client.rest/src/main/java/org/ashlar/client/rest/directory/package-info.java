/// Endpoints about room aliases and the public list of rooms.
@NullMarked
package org.ashlar.client.rest.directory;

import org.jspecify.annotations.NullMarked;
