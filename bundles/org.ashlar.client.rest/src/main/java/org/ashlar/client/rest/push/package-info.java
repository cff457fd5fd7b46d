/// Operations about push rules.
@NullMarked
package org.ashlar.client.rest.push;

import org.jspecify.annotations.NullMarked;
