/// Sockets, limits, intake parking and the routing table; no logic.
@NullMarked
package org.ashlar.http.jetty;

import org.jspecify.annotations.NullMarked;
