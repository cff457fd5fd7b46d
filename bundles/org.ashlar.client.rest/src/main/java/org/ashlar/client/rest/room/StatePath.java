package org.ashlar.client.rest.room;

import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.event.StateKey;

/// How a path names a place in the state of a room.
enum StatePath {
  /// By type alone: the state key is empty.
  TYPE("/_matrix/client/v3/rooms/{roomId}/state/{eventType}"),
  /// By type and state key, which is empty after a trailing slash.
  TYPE_AND_KEY("/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}");

  private final String template;

  StatePath(String template) {
    this.template = template;
  }

  String template() {
    return template;
  }

  StateKey key(ClientRequest request) {
    String type = request.shortPath("eventType");
    return new StateKey(type, this == TYPE ? "" : request.shortPath("stateKey"));
  }
}
