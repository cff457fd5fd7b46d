package org.ashlar.client.rest.user;

import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;

/// Who sees profiles, and what users may change of their own.
///
/// @param requireLogin whether only who is logged in sees profiles
/// @param sharedRoomsOnly whether users see only profiles of users whom they meet in rooms
/// @param changeName whether users may change their display name
/// @param changeAvatar whether users may change their avatar
/// @param changeOthers whether users may change other fields
public record ProfileSettings(
    boolean requireLogin,
    boolean sharedRoomsOnly,
    boolean changeName,
    boolean changeAvatar,
    boolean changeOthers) {
  /// Everybody sees everything, and users may change all that is theirs.
  public static final ProfileSettings OPEN = new ProfileSettings(false, false, true, true, true);

  /// Whether users may change a field.
  ///
  /// @param field its name
  /// @return false when the server keeps it
  public boolean mayChange(String field) {
    return switch (field) {
      case Profiles.DISPLAY_NAME -> changeName;
      case Profiles.AVATAR_URL -> changeAvatar;
      default -> changeOthers;
    };
  }

  /// What clients are told of it.
  ///
  /// @return the value of the capability `m.profile_fields`
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#mprofile_fields-capability Profile
  ///   fields
  public JsonObject capability() {
    boolean any = changeName || changeAvatar || changeOthers;
    JsonObject.Builder capability = JsonObject.builder().put("enabled", any);
    List<JsonValue> odd = new ArrayList<>();
    for (String field : List.of(Profiles.DISPLAY_NAME, Profiles.AVATAR_URL)) {
      if (mayChange(field) != changeOthers) {
        odd.add(new JsonString(field));
      }
    }
    if (!odd.isEmpty()) {
      capability.put(changeOthers ? "disallowed" : "allowed", new JsonArray(odd));
    }
    return capability.build();
  }
}
