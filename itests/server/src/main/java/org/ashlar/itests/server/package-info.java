/// The assembled server as a process, seen from outside.
@NullMarked
package org.ashlar.itests.server;

import org.jspecify.annotations.NullMarked;
