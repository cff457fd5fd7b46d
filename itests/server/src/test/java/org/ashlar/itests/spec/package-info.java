/// The walk over all operations of the specification's OpenAPI description.
@NullMarked
package org.ashlar.itests.spec;

import org.jspecify.annotations.NullMarked;
