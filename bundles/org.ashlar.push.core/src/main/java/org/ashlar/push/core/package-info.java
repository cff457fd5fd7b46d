/// Unread counts from events, receipts and push rules.
@NullMarked
package org.ashlar.push.core;

import org.jspecify.annotations.NullMarked;
