package org.ashlar.client.rest.user;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.jspecify.annotations.Nullable;

/// What the endpoints of profiles have in common.
final class Profiles {
  static final String DISPLAY_NAME = "displayname";
  static final String AVATAR_URL = "avatar_url";

  private static final List<String> SHOWN_IN_ROOMS = List.of(DISPLAY_NAME, AVATAR_URL);
  private static final Pattern FIELD =
      Pattern.compile("avatar_url|displayname|[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
  private static final int MAX_FIELD = 255;

  private final ClientServices services;
  private final Supplier<ProfileSettings> settings;

  Profiles(ClientServices services, Supplier<ProfileSettings> settings) {
    this.services = services;
    this.settings = settings;
  }

  /// A profile.
  ///
  /// @throws MatrixException 404 when there is none
  static JsonObject of(ClientServices services, UserId user) {
    return services
        .userData()
        .call(data -> data.profile(user))
        .orElseThrow(() -> MatrixException.notFound("There is no profile of this user."));
  }

  /// The field that the path names.
  ///
  /// @throws MatrixException 400 when there can be no such field
  static String field(ClientRequest request) {
    String field = request.path("keyName");
    if (field.getBytes(StandardCharsets.UTF_8).length > MAX_FIELD) {
      throw new MatrixException(
          new ErrorCode("M_KEY_TOO_LARGE"), 400, "The name of a field has at most 255 bytes.");
    }
    if (!FIELD.matcher(field).matches()) {
      throw MatrixException.invalidParam("A profile can have no such field.");
    }
    return field;
  }

  /// The user and field that the caller may change.
  ///
  /// @throws MatrixException 403 for another user's profile, for what guests may not change, for
  ///   suspended users, and for what the server keeps
  UserId changeable(ClientRequest request, String field) {
    UserId user = request.ownUserId("userId");
    request.refuseSuspended();
    if (request.caller().isGuest() && !field.equals(DISPLAY_NAME)) {
      throw new MatrixException(
          ErrorCode.GUEST_ACCESS_FORBIDDEN, 403, "Guests may only change their display name.");
    }
    if (!settings.get().mayChange(field)) {
      throw MatrixException.forbidden("Users of this server may not change this field.");
    }
    return user;
  }

  /// Changes a field and shows it in the user's rooms.
  void change(UserId user, String field, @Nullable JsonValue value) {
    JsonObject profile = services.userData().call(data -> data.setProfileField(user, field, value));
    if (SHOWN_IN_ROOMS.contains(field)) {
      services.rooms().run(rooms -> rooms.profileChanged(user));
      JsonObject shown = shown(profile);
      services.presence().tryRun(presence -> presence.profileChanged(user, shown));
    }
    services.presence().tryRun(presence -> presence.acted(user));
  }

  private static JsonObject shown(JsonObject profile) {
    JsonObject.Builder shown = JsonObject.builder();
    for (String field : SHOWN_IN_ROOMS) {
      shown.putIfPresent(field, profile.get(field));
    }
    return shown.build();
  }
}
