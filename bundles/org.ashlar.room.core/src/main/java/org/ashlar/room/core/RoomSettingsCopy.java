package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.account.UserData;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.base.json.JsonValue;

/// Gives a user in a room what it has set for the room that was replaced: tags, the mark of a
/// direct chat, push rules. What is there already stays, so that it may be done again.
///
/// @param data where settings are kept
/// @param user whose
/// @spec https://spec.matrix.org/v1.19/client-server-api/#room-upgrades Room upgrades
record RoomSettingsCopy(UserData data, UserId user) {
  private static final String TAGS = "m.tag";
  private static final String DIRECT = "m.direct";
  private static final String RULE_ID = "rule_id";
  private static final String ACTIONS = "actions";
  private static final String CONDITIONS = "conditions";

  void copy(RoomId from, RoomId to) {
    if (data.accountData(user, to, TAGS).isEmpty()) {
      data.accountData(user, from, TAGS)
          .ifPresent(tags -> data.setAccountData(user, to, TAGS, tags));
    }
    if (data.accountData(user, null, DIRECT).isPresent()) {
      data.changeAccountData(user, null, DIRECT, direct -> withDirect(direct, from, to));
    }
    JsonObject rules = data.pushRules(user);
    for (PushRuleKey.Kind kind :
        List.of(PushRuleKey.Kind.OVERRIDE, PushRuleKey.Kind.ROOM, PushRuleKey.Kind.UNDERRIDE)) {
      copyRules(rules.array(kind.wireName()).orElse(JsonArray.EMPTY).objects(), kind, from, to);
    }
  }

  /// The rooms of direct chats, with the new one beside the old one.
  static JsonObject withDirect(JsonObject direct, RoomId from, RoomId to) {
    JsonObject.Builder changed = JsonObject.builder();
    for (Map.Entry<String, JsonValue> entry : direct.members().entrySet()) {
      JsonValue rooms = entry.getValue();
      if (rooms instanceof JsonArray array
          && array.strings().contains(from.value())
          && !array.strings().contains(to.value())) {
        List<JsonValue> longer = new ArrayList<>(array.values());
        longer.add(new JsonString(to.value()));
        rooms = new JsonArray(longer);
      }
      changed.put(entry.getKey(), rooms);
    }
    return changed.build();
  }

  private void copyRules(List<JsonObject> rules, PushRuleKey.Kind kind, RoomId from, RoomId to) {
    Set<String> known = rules.stream().map(RoomSettingsCopy::id).collect(Collectors.toSet());
    for (JsonObject rule : rules) {
      PushRuleKey old = new PushRuleKey(kind, id(rule));
      boolean concerned =
          kind == PushRuleKey.Kind.ROOM ? old.id().equals(from.value()) : names(rule, from);
      String id = newId(old.id(), from, to);
      if (concerned && !old.isDefault() && !known.contains(id)) {
        put(rule, old, new PushRuleKey(kind, id), from, to);
      }
    }
  }

  private void put(JsonObject rule, PushRuleKey old, PushRuleKey key, RoomId from, RoomId to) {
    JsonObject.Builder body =
        JsonObject.builder().put(ACTIONS, rule.array(ACTIONS).orElse(JsonArray.EMPTY));
    rule.array(CONDITIONS).ifPresent(all -> body.put(CONDITIONS, renamed(all, from, to)));
    data.changePushRules(user, new PushRuleChange.Put(key, body.build(), null, old.id()));
    if (!rule.bool("enabled").orElse(true)) {
      data.changePushRules(user, new PushRuleChange.Enable(key, false));
    }
  }

  /// Clients name a rule about a room after it.
  private static String newId(String id, RoomId from, RoomId to) {
    return id.contains(from.value()) ? id.replace(from.value(), to.value()) : id + "_" + to.value();
  }

  private static String id(JsonObject rule) {
    return rule.string(RULE_ID).orElse("");
  }

  private static boolean names(JsonObject rule, RoomId room) {
    return rule.array(CONDITIONS).orElse(JsonArray.EMPTY).objects().stream()
        .anyMatch(condition -> isAbout(condition, room));
  }

  private static JsonArray renamed(JsonArray conditions, RoomId from, RoomId to) {
    List<JsonValue> renamed = new ArrayList<>();
    for (JsonObject condition : conditions.objects()) {
      renamed.add(
          isAbout(condition, from)
              ? condition.with(member(condition), new JsonString(to.value()))
              : condition);
    }
    return new JsonArray(renamed);
  }

  private static boolean isAbout(JsonObject condition, RoomId room) {
    return condition.string("key").filter("room_id"::equals).isPresent()
        && condition.string(member(condition)).filter(room.value()::equals).isPresent();
  }

  /// Where a condition has what it compares with.
  private static String member(JsonObject condition) {
    return condition.string("kind").filter("event_property_is"::equals).isPresent()
        ? "value"
        : "pattern";
  }
}
