package org.ashlar.stream;

import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// A request of `/sync`.
///
/// @param user who asks
/// @param device the device's id, or null for a token without device
/// @param guest whether the user is a guest
/// @param since the `next_batch` of an earlier answer, or null for everything
/// @param filter the id of a filter or a filter as JSON, or null for none
/// @param fullState whether the whole state of all rooms is wanted
/// @param stateAfter whether the state is wanted as of the end of the timeline
/// @param mayWait whether [SyncOutcome.Waiting] may be answered
/// @param resume what [SyncOutcome.Waiting] gave, or null at the first call
public record SyncRequest(
    UserId user,
    @Nullable String device,
    boolean guest,
    @Nullable String since,
    @Nullable String filter,
    boolean fullState,
    boolean stateAfter,
    boolean mayWait,
    @Nullable String resume) {}
