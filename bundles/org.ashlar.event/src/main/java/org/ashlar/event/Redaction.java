package org.ashlar.event;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;

/// The redaction algorithm: what is left of an event when its content is taken away.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#redactions Redactions
public final class Redaction {
  private static final Map<RoomVersion.Redactions, Kept> TABLE = table();

  private Redaction() {}

  /// Strips a PDU.
  ///
  /// @param pdu the PDU; the order of its members is kept
  /// @param version its room version
  /// @return the PDU with protected members only; redacting it again changes nothing
  public static JsonObject redact(JsonObject pdu, RoomVersion version) {
    Kept kept = kept(version);
    JsonObject.Builder result = JsonObject.builder();
    for (Map.Entry<String, JsonValue> member : pdu.members().entrySet()) {
      if (member.getValue() instanceof JsonObject content && member.getKey().equals("content")) {
        result.put("content", redactContent(pdu.string("type").orElse(""), content, version));
      } else if (kept.members.contains(member.getKey())) {
        result.put(member.getKey(), member.getValue());
      }
    }
    return result.build();
  }

  /// Strips an event's content.
  ///
  /// @param type the event's type
  /// @param content its content
  /// @param version its room version
  /// @return the protected members of the content
  public static JsonObject redactContent(String type, JsonObject content, RoomVersion version) {
    Kept kept = kept(version);
    if (kept.wholeContent.contains(type)) {
      return content;
    }
    Set<String> names = kept.content.getOrDefault(type, Set.of());
    JsonObject.Builder result = JsonObject.builder();
    for (Map.Entry<String, JsonValue> member : content.members().entrySet()) {
      if (names.contains(member.getKey())) {
        result.put(member.getKey(), member.getValue());
      } else if (kept.signedInvite
          && type.equals(EventTypes.MEMBER)
          && member.getKey().equals("third_party_invite")
          && member.getValue() instanceof JsonObject invite) {
        result.put(
            "third_party_invite",
            JsonObject.builder().putIfPresent("signed", invite.get("signed")).build());
      }
    }
    return result.build();
  }

  private static Kept kept(RoomVersion version) {
    Kept kept = TABLE.get(version.redactions());
    if (kept == null) {
      throw new IllegalStateException("no redaction algorithm " + version.redactions());
    }
    return kept;
  }

  private static Map<RoomVersion.Redactions, Kept> table() {
    Set<String> members11 =
        Set.of(
            "event_id",
            "type",
            "room_id",
            "sender",
            "state_key",
            "content",
            "hashes",
            "signatures",
            "depth",
            "prev_events",
            "auth_events",
            "origin_server_ts");
    Set<String> members = union(members11, "prev_state", "origin", "membership");
    Set<String> levels =
        Set.of(
            "ban",
            "events",
            "events_default",
            "kick",
            "redact",
            "state_default",
            "users",
            "users_default");
    Map<String, Set<String>> v6 =
        Map.of(
            EventTypes.MEMBER, Set.of("membership"),
            EventTypes.CREATE, Set.of("creator"),
            EventTypes.JOIN_RULES, Set.of("join_rule"),
            EventTypes.POWER_LEVELS, levels,
            EventTypes.HISTORY_VISIBILITY, Set.of("history_visibility"));
    Map<String, Set<String>> v1 = plus(v6, EventTypes.ALIASES, Set.of("aliases"));
    Map<String, Set<String>> v8 = plus(v6, EventTypes.JOIN_RULES, Set.of("join_rule", "allow"));
    Map<String, Set<String>> v9 =
        plus(v8, EventTypes.MEMBER, Set.of("membership", "join_authorised_via_users_server"));
    Map<String, Set<String>> v11 =
        plus(
            plus(v9, EventTypes.POWER_LEVELS, union(levels, "invite")),
            EventTypes.REDACTION,
            Set.of("redacts"));
    Map<RoomVersion.Redactions, Kept> table = new EnumMap<>(RoomVersion.Redactions.class);
    table.put(RoomVersion.Redactions.V1, new Kept(members, v1, Set.of(), false));
    table.put(RoomVersion.Redactions.V6, new Kept(members, v6, Set.of(), false));
    table.put(RoomVersion.Redactions.V8, new Kept(members, v8, Set.of(), false));
    table.put(RoomVersion.Redactions.V9, new Kept(members, v9, Set.of(), false));
    table.put(
        RoomVersion.Redactions.V11, new Kept(members11, v11, Set.of(EventTypes.CREATE), true));
    return table;
  }

  private static Map<String, Set<String>> plus(
      Map<String, Set<String>> base, String type, Set<String> names) {
    Map<String, Set<String>> result = new HashMap<>(base);
    result.put(type, names);
    return Map.copyOf(result);
  }

  private static Set<String> union(Set<String> base, String... more) {
    Set<String> result = new HashSet<>(base);
    result.addAll(Set.of(more));
    return Set.copyOf(result);
  }

  /// What an algorithm protects.
  private record Kept(
      Set<String> members,
      Map<String, Set<String>> content,
      Set<String> wholeContent,
      boolean signedInvite) {}
}
