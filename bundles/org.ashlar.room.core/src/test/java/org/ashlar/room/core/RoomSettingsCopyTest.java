package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.ashlar.room.core.RoomHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.account.PushRuleKey.Kind;
import org.ashlar.account.PushRuleOutcome;
import org.ashlar.account.UserData;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.junit.jupiter.api.Test;

/// What a user has set for a room, in the one that replaces it.
class RoomSettingsCopyTest {
  private static final RoomId OLD = new RoomId("!old:a.example");
  private static final RoomId NEW = new RoomId("!new:a.example");

  private final Map<String, JsonObject> data = new HashMap<>();
  private final List<PushRuleChange> changes = new ArrayList<>();
  private JsonObject rules = JsonObject.EMPTY;

  @Test
  void tagsAndDirectChatsAreThoseOfTheOldRoom() {
    // Given
    data.put(OLD + " m.tag", json("{\"tags\":{\"m.favourite\":{\"order\":0.5}}}"));
    data.put(
        "null m.direct",
        json("{\"@bob:a.example\":[\"!old:a.example\",\"!x:y\"],\"@c:d\":[\"!x:y\"],\"odd\":1}"));
    // When
    copy();
    copy();
    // Then
    assertThat(data.get(NEW + " m.tag")).isEqualTo(data.get(OLD + " m.tag"));
    assertThat(data.get("null m.direct"))
        .isEqualTo(
            json(
                "{\"@bob:a.example\":[\"!old:a.example\",\"!x:y\",\"!new:a.example\"],"
                    + "\"@c:d\":[\"!x:y\"],\"odd\":1}"));
  }

  @Test
  void tagsOfTheNewRoomStay() {
    data.put(OLD + " m.tag", json("{\"tags\":{\"m.favourite\":{}}}"));
    data.put(NEW + " m.tag", json("{\"tags\":{}}"));

    copy();

    assertThat(data.get(NEW + " m.tag")).isEqualTo(json("{\"tags\":{}}"));
    assertThat(data).doesNotContainKey("null m.direct");
  }

  @Test
  void pushRulesOfTheOldRoomAreMadeForTheNewOne() {
    // Given
    rules =
        json(
            """
            {"override":[
               {"rule_id":"!old:a.example","actions":[],"enabled":false,
                "conditions":[{"kind":"event_match","key":"room_id","pattern":"!old:a.example"}]},
               {"rule_id":"mine","actions":["notify"],"enabled":true,
                "conditions":[{"kind":"event_property_is","key":"room_id","value":"!old:a.example"},
                              {"kind":"event_match","key":"type","pattern":"!old:a.example"}]},
               {"rule_id":"other","actions":[],"enabled":true,
                "conditions":[{"kind":"event_match","key":"room_id","pattern":"!x:y"}]},
               {"rule_id":".m.rule.x","actions":[],"enabled":true,
                "conditions":[{"kind":"event_match","key":"room_id","pattern":"!old:a.example"}]}],
             "room":[{"rule_id":"!old:a.example","actions":["notify"],"enabled":true},
                     {"rule_id":"!x:y","actions":["notify"],"enabled":true}],
             "underride":[]}
            """);
    // When
    copy();
    // Then
    PushRuleKey muted = new PushRuleKey(Kind.OVERRIDE, "!new:a.example");
    assertThat(changes)
        .containsExactly(
            new PushRuleChange.Put(
                muted,
                json(
                    """
                    {"actions":[],"conditions":[
                      {"kind":"event_match","key":"room_id","pattern":"!new:a.example"}]}
                    """),
                null,
                "!old:a.example"),
            new PushRuleChange.Enable(muted, false),
            new PushRuleChange.Put(
                new PushRuleKey(Kind.OVERRIDE, "mine_!new:a.example"),
                json(
                    """
                    {"actions":["notify"],"conditions":[
                      {"kind":"event_property_is","key":"room_id","value":"!new:a.example"},
                      {"kind":"event_match","key":"type","pattern":"!old:a.example"}]}
                    """),
                null,
                "mine"),
            new PushRuleChange.Put(
                new PushRuleKey(Kind.ROOM, "!new:a.example"),
                JsonObject.of("actions", new JsonArray(List.of(new JsonString("notify")))),
                null,
                "!old:a.example"));
  }

  @Test
  void pushRulesThatTheNewRoomHasStay() {
    rules =
        json(
            """
            {"room":[{"rule_id":"!old:a.example","actions":["notify"],"enabled":true},
                     {"rule_id":"!new:a.example","actions":[],"enabled":true}]}
            """);

    copy();

    assertThat(changes).isEmpty();
  }

  private void copy() {
    new RoomSettingsCopy(users(), ALICE).copy(OLD, NEW);
  }

  @SuppressWarnings("unchecked")
  private UserData users() {
    return (UserData)
        Proxy.newProxyInstance(
            UserData.class.getClassLoader(),
            new Class<?>[] {UserData.class},
            (_, method, arguments) -> {
              String key = arguments.length < 3 ? "" : arguments[1] + " " + arguments[2];
              switch (method.getName()) {
                case "accountData" -> {
                  return Optional.ofNullable(data.get(key));
                }
                case "setAccountData" -> data.put(key, (JsonObject) arguments[3]);
                case "changeAccountData" ->
                    data.compute(
                        key, (_, old) -> ((UnaryOperator<JsonObject>) arguments[3]).apply(old));
                case "pushRules" -> {
                  return rules;
                }
                case "changePushRules" -> {
                  changes.add((PushRuleChange) arguments[1]);
                  return PushRuleOutcome.DONE;
                }
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }
}
