/// Push rules and what they say about an event: values in, values out.
@NullMarked
package org.ashlar.push.core.rule;

import org.jspecify.annotations.NullMarked;
