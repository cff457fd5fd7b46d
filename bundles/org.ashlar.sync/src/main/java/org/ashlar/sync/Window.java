package org.ashlar.sync;

import org.ashlar.base.id.UserId;
import org.ashlar.room.Requester;
import org.ashlar.store.Position;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncRequest;
import org.ashlar.stream.SyncToken;
import org.jspecify.annotations.Nullable;

/// One request with the stretch of the streams that it asks for: after `since`, up to `now`.
record Window(SyncRequest request, @Nullable SyncToken since, SyncToken now, SyncFilter filter) {
  UserId user() {
    return request.user();
  }

  Requester reader() {
    return new Requester(request.user(), request.device(), request.guest());
  }

  String userKey() {
    return StreamHub.userKey(request.user());
  }

  boolean isInitial() {
    return since == null;
  }

  /// Where the reader is in the events; before everything at first.
  Position eventsSince() {
    return since == null ? new Position(now.events().writer(), 0) : since.events();
  }

  Position eventsNow() {
    return now.events();
  }
}
