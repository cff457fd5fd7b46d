package org.ashlar.client.rest.account;

import java.time.Instant;
import java.util.Optional;
import org.ashlar.account.Device;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;

/// What requests and answers about devices have in common.
final class DeviceBody {
  private static final int MAX_DEVICE_ID = 512;

  private DeviceBody() {}

  /// A device as clients see it.
  static JsonObject of(Device device) {
    Instant seen = device.lastSeen();
    return JsonObject.builder()
        .put("device_id", device.id().value())
        .putIfPresent("display_name", device.displayName())
        .putIfPresent("last_seen_ip", device.lastSeenAddress())
        .putIfPresent("last_seen_ts", seen == null ? null : new JsonInteger(seen.toEpochMilli()))
        .build();
  }

  /// The device of the path; what can be no device id is not found.
  static DeviceId id(ClientRequest request) {
    return Optional.of(request.path("deviceId"))
        .filter(text -> !text.isEmpty() && text.length() <= MAX_DEVICE_ID && text.indexOf(0) < 0)
        .map(DeviceId::new)
        .orElseThrow(DeviceBody::unknown);
  }

  static MatrixException unknown() {
    return MatrixException.notFound("You have no such device.");
  }
}
