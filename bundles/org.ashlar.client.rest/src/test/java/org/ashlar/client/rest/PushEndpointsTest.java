package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.Limit;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.ashlar.client.rest.endpoint.RateClasses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PushEndpointsTest {
  private static final String RULES = "/_matrix/client/v3/pushrules/";
  private static final String GLOBAL = RULES + "global/";
  private static final String CAKE = GLOBAL + "content/cake";
  private static final String CAKE_BODY = "{\"pattern\":\"cake\",\"actions\":[\"notify\"]}";

  private final ClientHouse house = new ClientHouse().open();
  private String token;

  @BeforeEach
  void makeAlice() {
    token = house.register("alice");
  }

  @Test
  void showsTheDefaultRules() {
    JsonObject all = house.get(RULES, token).body();
    JsonObject global = house.get(GLOBAL, token).body();

    assertThat(all).isEqualTo(JsonObject.of("global", global));
    assertThat(global.names())
        .containsExactly("override", "content", "room", "sender", "underride");
    assertThat(ids("override"))
        .containsExactly(
            ".m.rule.master",
            ".m.rule.suppress_notices",
            ".m.rule.invite_for_me",
            ".m.rule.member_event",
            ".m.rule.is_user_mention",
            ".m.rule.is_room_mention",
            ".m.rule.tombstone",
            ".m.rule.reaction",
            ".m.rule.room.server_acl",
            ".m.rule.suppress_edits");
    assertThat(ids("underride"))
        .containsExactly(
            ".m.rule.call",
            ".m.rule.encrypted_room_one_to_one",
            ".m.rule.room_one_to_one",
            ".m.rule.message",
            ".m.rule.encrypted");
    assertThat(ids("content")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "content/a|{'pattern':'x*','actions':['notify']}"
            + "|{'pattern':'x*','actions':['notify']}",
        "room/!r:test|{'actions':[],'pattern':'x','conditions':[{'kind':'k'}]}|{'actions':[]}",
        "sender/@bob:test|{'actions':['dont_notify','coalesce']}|{'actions':[]}",
        "override/o|{'actions':['notify',{'set_tweak':'sound','value':'s'}],"
            + "'conditions':[{'kind':'room_member_count','is':'2'}],'pattern':'x'}"
            + "|{'actions':['notify',{'set_tweak':'sound','value':'s'}],"
            + "'conditions':[{'kind':'room_member_count','is':'2'}]}",
        "underride/u|{'actions':['other']}|{'actions':['other'],'conditions':[]}",
      })
  void makesRulesOfEachKind(String rule, String body, String made) {
    Answer answer = house.put(GLOBAL + rule, token, quoted(body));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(JsonObject.EMPTY);
    JsonObject expected =
        object(quoted(made)).toBuilder()
            .put("rule_id", rule.substring(rule.indexOf('/') + 1))
            .put("default", false)
            .put("enabled", true)
            .build();
    assertThat(house.get(GLOBAL + rule, token).body()).isEqualTo(expected);
  }

  @Test
  void putsNewRulesFirstAndTheMasterRuleBeforeAll() {
    put("override/a", "");
    put("override/b", "");
    put("underride/c", "");

    assertThat(ids("override")).startsWith(".m.rule.master", "b", "a", ".m.rule.suppress_notices");
    assertThat(ids("underride")).startsWith("c", ".m.rule.call");
  }

  @Test
  void putsRulesBesideOthers() {
    put("content/a", "");
    put("content/b", "");
    put("content/before-a", "?before=a");
    put("content/after-b", "?after=b");
    assertThat(ids("content")).containsExactly("b", "after-b", "before-a", "a");

    put("content/b", "?after=a");
    assertThat(ids("content")).containsExactly("after-b", "before-a", "a", "b");

    put("content/b", "?before=before-a&after=after-b");
    assertThat(ids("content")).containsExactly("after-b", "b", "before-a", "a");

    put("content/b", "");
    assertThat(ids("content")).containsExactly("after-b", "b", "before-a", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?before=none", "?after=none", "?before=cake", "?after=.m.rule.master"})
  void refusesUnknownNeighbors(String query) {
    assertThat(house.put(CAKE + query, token, CAKE_BODY).error()).isEqualTo("400 M_UNKNOWN");
    assertThat(house.get(CAKE, token).error()).isEqualTo("404 M_NOT_FOUND");
  }

  @Test
  void keepsWhetherAChangedRuleIsEnabled() {
    house.put(CAKE, token, CAKE_BODY);
    house.put(CAKE + "/enabled", token, "{\"enabled\":false}");

    house.put(CAKE, token, "{\"pattern\":\"pie\",\"actions\":[]}");

    JsonObject rule = house.get(CAKE, token).body();
    assertThat(rule.bool("enabled")).contains(false);
    assertThat(rule.string("pattern")).contains("pie");
  }

  @Test
  void removesRules() {
    house.put(CAKE, token, CAKE_BODY);

    Answer answer = house.delete(CAKE, token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(JsonObject.EMPTY);
    assertThat(house.delete(CAKE, token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(ids("content")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"content/cake", "override/.m.rule.master"})
  void enablesAndDisablesRules(String rule) {
    house.put(CAKE, token, CAKE_BODY);
    for (boolean enabled : List.of(false, true)) {
      String body = "{\"enabled\":" + enabled + "}";

      Answer answer = house.put(GLOBAL + rule + "/enabled", token, body);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(house.get(GLOBAL + rule + "/enabled", token).body()).isEqualTo(object(body));
      assertThat(house.get(GLOBAL + rule, token).body().bool("enabled")).contains(enabled);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"content/cake", "underride/.m.rule.message"})
  void setsActions(String rule) {
    house.put(CAKE, token, CAKE_BODY);
    String actions = quoted("{'actions':['notify',{'set_tweak':'highlight'}]}");

    Answer answer = house.put(GLOBAL + rule + "/actions", token, actions);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(house.get(GLOBAL + rule + "/actions", token).body()).isEqualTo(object(actions));
    assertThat(house.get(GLOBAL + rule, token).body().bool("enabled")).contains(true);
  }

  @Test
  void letsDefaultRulesBeChangedButNotRemovedOrMade() {
    String message = GLOBAL + "underride/.m.rule.message";

    assertThat(house.delete(message, token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.put(message, token, "{\"actions\":[]}").error())
        .isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.put(GLOBAL + "override/.mine", token, "{\"actions\":[]}").error())
        .isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.get(message + "/actions", token).body())
        .isEqualTo(object("{\"actions\":[\"notify\"]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"content/none", "content/.m.rule.message", "other/cake", "override/"})
  void doesNotFindOtherRules(String rule) {
    String path = GLOBAL + rule;

    assertThat(house.get(path, token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.delete(path, token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.get(path + "/enabled", token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.put(path + "/enabled", token, "{\"enabled\":true}").error())
        .isEqualTo("404 M_NOT_FOUND");
    assertThat(house.get(path + "/actions", token).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.put(path + "/actions", token, "{\"actions\":[]}").error())
        .isEqualTo("404 M_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "content/a |{'actions':[]}                              |400 M_MISSING_PARAM",
        "content/a |{'pattern':'a'}                             |400 M_MISSING_PARAM",
        "content/a |{'pattern':'a','actions':null}              |400 M_MISSING_PARAM",
        "content/a |{'pattern':1,'actions':[]}                  |400 M_BAD_JSON",
        "content/a |{'pattern':'a','actions':'notify'}          |400 M_BAD_JSON",
        "content/a |{'pattern':'a','actions':[1]}               |400 M_BAD_JSON",
        "content/a |{'pattern':'a','actions':[{'value':1}]}     |400 M_BAD_JSON",
        "content/a |[]                                          |400 M_BAD_JSON",
        "content/a |nonsense                                    |400 M_NOT_JSON",
        "override/a|{'actions':[],'conditions':{}}              |400 M_BAD_JSON",
        "override/a|{'actions':[],'conditions':['x']}           |400 M_BAD_JSON",
        "override/a|{'actions':[],'conditions':[{}]}            |400 M_MISSING_PARAM",
        "override/a|{'actions':[],'conditions':[{'kind':1}]}    |400 M_BAD_JSON",
        "override/a\\b|{'actions':[]}                           |400 M_INVALID_PARAM",
        "other/a   |{'actions':[]}                              |404 M_NOT_FOUND",
      })
  void refusesRulesOfAWrongForm(String rule, String body, String error) {
    assertThat(house.put(GLOBAL + rule, token, quoted(body)).error()).isEqualTo(error);
  }

  @Test
  void refusesWhatIsTooLong() {
    String longId = GLOBAL + "override/" + "x".repeat(256);
    String longPattern = "{\"actions\":[],\"pattern\":\"%s\"}".formatted("x".repeat(1025));

    assertThat(house.put(longId, token, "{\"actions\":[]}").error())
        .isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.put(CAKE, token, longPattern).error()).isEqualTo("400 M_INVALID_PARAM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "enabled|{}                 |400 M_MISSING_PARAM",
        "enabled|{'enabled':'true'} |400 M_BAD_JSON",
        "enabled|                   |400 M_NOT_JSON",
        "actions|{}                 |400 M_MISSING_PARAM",
        "actions|{'actions':{}}     |400 M_BAD_JSON",
        "actions|{'actions':[[]]}   |400 M_BAD_JSON",
      })
  void refusesSettingsOfAWrongForm(String what, String body, String error) {
    house.put(CAKE, token, CAKE_BODY);

    Answer answer = house.put(CAKE + "/" + what, token, body == null ? "" : quoted(body));

    assertThat(answer.error()).isEqualTo(error);
  }

  @Test
  void refusesMoreRulesThanAUserMayHave() {
    for (int i = 0; i < 1000; i++) {
      house.put(GLOBAL + "room/!r" + i, token, "{\"actions\":[]}");
    }

    assertThat(house.put(CAKE, token, CAKE_BODY).error()).isEqualTo("400 M_INVALID_PARAM");
    assertThat(house.put(GLOBAL + "room/!r7", token, "{\"actions\":[]}").status()).isEqualTo(200);
  }

  @Test
  void keepsRulesFromOthers() {
    house.put(CAKE, token, CAKE_BODY);
    String bob = house.register("bob");

    assertThat(house.get(CAKE, bob).error()).isEqualTo("404 M_NOT_FOUND");
    assertThat(house.get(CAKE, null).error()).isEqualTo("401 M_MISSING_TOKEN");
  }

  @Test
  void limitsTheRateOfChanges() {
    house.limit(Map.of(RateClasses.OTHER, new Limit(1, 1)));
    house.put(CAKE, token, CAKE_BODY);

    Answer answer = house.put(CAKE, token, CAKE_BODY);

    assertThat(answer.error()).isEqualTo("429 M_LIMIT_EXCEEDED");
    assertThat(answer.body().integer("retry_after_ms")).hasValue(1000);
  }

  @Test
  void showsRulesAsAccountDataToo() {
    house.put(CAKE, token, CAKE_BODY);

    JsonObject data =
        house.get("/_matrix/client/v3/user/@alice:test/account_data/m.push_rules", token).body();

    assertThat(data).isEqualTo(house.get(RULES, token).body());
  }

  private void put(String rule, String query) {
    String body = "{\"pattern\":\"x\",\"actions\":[]}";
    assertThat(house.put(GLOBAL + rule + query, token, body).status()).isEqualTo(200);
  }

  private List<String> ids(String kind) {
    return house.get(GLOBAL, token).body().array(kind).orElseThrow().objects().stream()
        .map(rule -> rule.string("rule_id").orElseThrow())
        .toList();
  }

  private static JsonObject object(String json) {
    return (JsonObject) Json.parse(json);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
