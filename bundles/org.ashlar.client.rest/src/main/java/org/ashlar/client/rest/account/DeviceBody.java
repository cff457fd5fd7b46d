package org.ashlar.client.rest.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ashlar.account.Device;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonInteger;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

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

  /// Removes devices; what can be no device id is none.
  static Outcome remove(ClientServices services, UserId user, List<String> ids) {
    List<DeviceId> devices = ids.stream().filter(DeviceBody::isId).map(DeviceId::new).toList();
    services.accounts().run(a -> a.removeDevices(user, devices));
    return Reply.ok();
  }

  /// The device of the path; what can be no device id is not found.
  static DeviceId id(ClientRequest request) {
    return Optional.of(request.path("deviceId"))
        .filter(DeviceBody::isId)
        .map(DeviceId::new)
        .orElseThrow(DeviceBody::unknown);
  }

  private static boolean isId(String text) {
    return !text.isEmpty() && text.length() <= MAX_DEVICE_ID && text.indexOf('\0') < 0;
  }

  static MatrixException unknown() {
    return MatrixException.notFound("You have no such device.");
  }
}
