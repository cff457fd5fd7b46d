/// Room aliases and the public list of rooms.
@NullMarked
package org.ashlar.directory.core;

import org.jspecify.annotations.NullMarked;
