/// Rooms: creation, membership, state, timelines, typing, receipts.
@NullMarked
package org.ashlar.client.rest.room;

import org.jspecify.annotations.NullMarked;
