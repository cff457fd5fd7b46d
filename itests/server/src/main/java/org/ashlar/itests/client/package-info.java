/// A small Matrix client, for tests from outside.
@NullMarked
package org.ashlar.itests.client;

import org.jspecify.annotations.NullMarked;
