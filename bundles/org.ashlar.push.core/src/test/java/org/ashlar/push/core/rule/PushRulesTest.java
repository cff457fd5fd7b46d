package org.ashlar.push.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.account.core.data.DefaultPushRules;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Single quotes stand for double ones in what is JSON.
class PushRulesTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final JsonObject DEFAULTS = new DefaultPushRules().of(ALICE);

  private record Facts(long joinedMembers, String readerName, boolean senderMayNotify)
      implements RoomFacts {
    @Override
    public boolean senderMayNotify(String kind) {
      return senderMayNotify && kind.equals("room");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      nullValues = "-",
      value = {
        "m.room.message|-|{'msgtype':'m.notice'}                         "
            + " |.m.rule.suppress_notices",
        "m.room.message|-|{'msgtype':'m.noticed'}                         |.m.rule.message",
        "m.room.member |@alice:test|{'membership':'invite'}               |.m.rule.invite_for_me",
        "m.room.member |@alice:test|{'membership':'leave'}                |.m.rule.member_event",
        "m.room.member |@bob:test|{'membership':'invite'}                 |.m.rule.member_event",
        "m.room.member |-|{}                                              |.m.rule.member_event",
        "m.room.message|-|{'m.mentions':{'user_ids':['@b:c','@alice:test']}}|.m.rule.is_user_mention",
        "m.room.message|-|{'m.mentions':{'user_ids':['@alice:testing']}}  |.m.rule.message",
        "m.room.message|-|{'m.mentions':{'user_ids':'@alice:test'}}       |.m.rule.message",
        "org.other     |-|{'m.mentions':{'user_ids':['@alice:test']}}     |.m.rule.is_user_mention",
        "m.room.message|-|{'m.mentions':{'room':true}}                    |.m.rule.is_room_mention",
        "m.room.message|-|{'m.mentions':{'room':'true'}}                  |.m.rule.message",
        "m.room.message|-|{'m.mentions':{'room':1}}                       |.m.rule.message",
        "m.room.tombstone|``|{}                                           |.m.rule.tombstone",
        "m.room.tombstone|x|{}                                            |-",
        "m.room.tombstone|-|{}                                            |-",
        "m.reaction    |-|{}                                              |.m.rule.reaction",
        "m.reactions   |-|{}                                              |-",
        "m.room.server_acl|``|{}                                          |.m.rule.room.server_acl",
        "m.room.server_acl|-|{}                                           |-",
        "m.room.message|-|{'m.relates_to':{'rel_type':'m.replace'}}       |.m.rule.suppress_edits",
        "m.room.message|-|{'m.relates_to':{'rel_type':'m.thread'}}        |.m.rule.message",
        "m.call.invite |-|{}                                              |.m.rule.call",
        "m.call.answer |-|{}                                              |-",
        "m.room.message|-|{'body':'hello alice'}                          |.m.rule.message",
        "m.room.message|-|{'body':'hello @room'}                          |.m.rule.message",
        "m.room.encrypted|-|{}                                            |.m.rule.encrypted",
        "m.room.topic  |``|{'topic':'x'}                                  |-",
      })
  void triesTheDefaultRulesInTheirOrder(String type, String stateKey, String content, String rule) {
    JsonObject event = event(type, stateKey, content);

    assertThat(PushRules.of(DEFAULTS).deciding(event, new Facts(3, "Alice", true)).orElse(null))
        .isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource({
    "m.room.message,   2, .m.rule.room_one_to_one",
    "m.room.message,   1, .m.rule.message",
    "m.room.message,   3, .m.rule.message",
    "m.room.encrypted, 2, .m.rule.encrypted_room_one_to_one",
    "m.room.encrypted, 3, .m.rule.encrypted",
  })
  void countsMembersOfConversationsOfTwo(String type, long members, String rule) {
    assertThat(
            PushRules.of(DEFAULTS)
                .deciding(event(type, null, "{}"), new Facts(members, null, false)))
        .contains(rule);
  }

  @Test
  void asksForThePowerToMentionTheRoom() {
    JsonObject event = event("m.room.message", null, quoted("{'m.mentions':{'room':true}}"));

    assertThat(PushRules.of(DEFAULTS).deciding(event, new Facts(3, null, false)))
        .contains(".m.rule.message");
  }

  @Test
  void doesNothingWhenTheMasterRuleIsEnabled() {
    JsonObject all =
        object(Json.text(DEFAULTS).replaceFirst("\"enabled\":false", "\"enabled\":true"));
    JsonObject event =
        event("m.room.message", null, quoted("{'m.mentions':{'user_ids':['@alice:test']}}"));

    PushRules rules = PushRules.of(all);

    assertThat(rules.deciding(event, new Facts(2, null, true))).contains(".m.rule.master");
    assertThat(rules.judge(event, new Facts(2, null, true))).isEqualTo(PushActions.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'kind':'event_match','key':'content.body','pattern':'TEA'}                         |true",
        "{'kind':'event_match','key':'content.body','pattern':'time*tea'}                    |true",
        "{'kind':'event_match','key':'content.body','pattern':'ea'}                         "
            + " |false",
        "{'kind':'event_match','key':'content.other.body','pattern':'tea'}                  "
            + " |false",
        "{'kind':'event_match','key':'content.other.body','pattern':'*tea'}                  |true",
        "{'kind':'event_match','key':'content.none','pattern':'*'}                          "
            + " |false",
        "{'kind':'event_match','key':'content.number','pattern':'*'}                        "
            + " |false",
        "{'kind':'event_match','key':'content.nothing','pattern':'*'}                       "
            + " |false",
        "{'kind':'event_match','key':'content','pattern':'*'}                               "
            + " |false",
        "{'kind':'event_match','key':'content.body.x','pattern':'*'}                        "
            + " |false",
        "{'kind':'event_match','key':'type','pattern':'m.room.*'}                            |true",
        "{'kind':'event_match','key':'type','pattern':'m.room'}                             "
            + " |false",
        "{'kind':'event_match','key':'room_id','pattern':'!ROOM:test'}                       |true",
        "{'kind':'event_match','key':'content.a\\\\.b\\\\\\\\c','pattern':'yes'}             |true",
        "{'kind':'event_match','key':'content.a.b','pattern':'yes'}                         "
            + " |false",
        "{'kind':'event_match','pattern':'*'}                                               "
            + " |false",
        "{'kind':'event_match','key':'type'}                                                "
            + " |false",
        "{'kind':'event_match','key':1,'pattern':'*'}                                       "
            + " |false",
        // values
        "{'kind':'event_property_is','key':'content.number','value':7}                       |true",
        "{'kind':'event_property_is','key':'content.number','value':'7'}                    "
            + " |false",
        "{'kind':'event_property_is','key':'content.number','value':7.0}                    "
            + " |false",
        "{'kind':'event_property_is','key':'content.huge','value':9007199254740992}         "
            + " |false",
        "{'kind':'event_property_is','key':'content.most','value':9007199254740991}          |true",
        "{'kind':'event_property_is','key':'content.nothing','value':null}                   |true",
        "{'kind':'event_property_is','key':'content.none','value':null}                     "
            + " |false",
        "{'kind':'event_property_is','key':'content.yes','value':true}                       |true",
        "{'kind':'event_property_is','key':'content.yes','value':false}                     "
            + " |false",
        "{'kind':'event_property_is','key':'content.body','value':'it is time for tea'}     "
            + " |false",
        "{'kind':'event_property_is','key':'content.body','value':'It is time for tea'}      |true",
        "{'kind':'event_property_is','key':'content.other','value':{'body':'more tea'}}     "
            + " |false",
        "{'kind':'event_property_is','key':'content.list','value':['a',1,null,true]}        "
            + " |false",
        "{'kind':'event_property_is','key':'content.yes'}                                   "
            + " |false",
        // arrays
        "{'kind':'event_property_contains','key':'content.list','value':'a'}                 |true",
        "{'kind':'event_property_contains','key':'content.list','value':'A'}                "
            + " |false",
        "{'kind':'event_property_contains','key':'content.list','value':1}                   |true",
        "{'kind':'event_property_contains','key':'content.list','value':null}                |true",
        "{'kind':'event_property_contains','key':'content.list','value':true}                |true",
        "{'kind':'event_property_contains','key':'content.list','value':2}                  "
            + " |false",
        "{'kind':'event_property_contains','key':'content.list','value':{}}                 "
            + " |false",
        "{'kind':'event_property_contains','key':'content.body','value':'tea'}              "
            + " |false",
        "{'kind':'event_property_contains','key':'content.none','value':null}               "
            + " |false",
        // members
        "{'kind':'room_member_count','is':'5'}                                               |true",
        "{'kind':'room_member_count','is':'==5'}                                             |true",
        "{'kind':'room_member_count','is':'==4'}                                            "
            + " |false",
        "{'kind':'room_member_count','is':'<5'}                                             "
            + " |false",
        "{'kind':'room_member_count','is':'<6'}                                              |true",
        "{'kind':'room_member_count','is':'>5'}                                             "
            + " |false",
        "{'kind':'room_member_count','is':'>4'}                                              |true",
        "{'kind':'room_member_count','is':'<=5'}                                             |true",
        "{'kind':'room_member_count','is':'<=4'}                                            "
            + " |false",
        "{'kind':'room_member_count','is':'>=5'}                                             |true",
        "{'kind':'room_member_count','is':'>=6'}                                            "
            + " |false",
        "{'kind':'room_member_count','is':'<99999999999999999999999999'}                     |true",
        "{'kind':'room_member_count','is':'=5'}                                             "
            + " |false",
        "{'kind':'room_member_count','is':'!=4'}                                            "
            + " |false",
        "{'kind':'room_member_count','is':' 5'}                                             "
            + " |false",
        "{'kind':'room_member_count','is':'-5'}                                             "
            + " |false",
        "{'kind':'room_member_count','is':''}                                               "
            + " |false",
        "{'kind':'room_member_count','is':5}                                                "
            + " |false",
        "{'kind':'room_member_count'}                                                       "
            + " |false",
        // the others
        "{'kind':'sender_notification_permission','key':'room'}                              |true",
        "{'kind':'sender_notification_permission','key':'other'}                            "
            + " |false",
        "{'kind':'sender_notification_permission'}                                          "
            + " |false",
        "{'kind':'contains_display_name'}                                                    |true",
        "{'kind':'org.unknown'}                                                             "
            + " |false",
        "{}                                                                                 "
            + " |false",
        "'text'                                                                             "
            + " |false",
      })
  void holdsConditions(String condition, boolean holds) {
    JsonObject event =
        event(
            "m.room.message",
            null,
            quoted(
                "{'body':'It is time for tea','number':7,'nothing':null,'yes':true,"
                    + "'huge':9007199254740992,'most':9007199254740991,"
                    + "'list':['a',1,null,true],'other':{'body':'more tea'},'a.b\\\\c':'yes'}"));
    JsonObject ruleset =
        object(
            quoted(
                "{'override':[{'rule_id':'x','enabled':true,'actions':[],'conditions':["
                    + condition
                    + "]}]}"));

    assertThat(PushRules.of(ruleset).deciding(event, new Facts(5, "Time", true)).isPresent())
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "Alice |hello ALICE!     |true",
        "Alice |hello malice     |false",
        "A*e   |hello alice      |false",
        "A*e   |hello a*e        |true",
        "-     |hello alice      |false",
        "``    |hello            |false",
      })
  void findsTheReadersName(String name, String body, boolean found) {
    JsonObject ruleset =
        object(
            quoted(
                "{'override':[{'rule_id':'x','actions':[],"
                    + "'conditions':[{'kind':'contains_display_name'}]}]}"));
    JsonObject event = event("m.room.message", null, quoted("{'body':'" + body + "'}"));

    assertThat(PushRules.of(ruleset).deciding(event, new Facts(5, name, true)).isPresent())
        .isEqualTo(found);
  }

  @Test
  void triesKindsInTheirOrderAndSkipsDisabledRules() {
    String all =
        """
        {'underride':[{'rule_id':'u','enabled':true,'actions':[]}],
         'sender':[{'rule_id':'@bob:test','enabled':SENDER,'actions':[]}],
         'room':[{'rule_id':'!room:test','enabled':ROOM,'actions':[]}],
         'content':[{'rule_id':'c','enabled':CONTENT,'pattern':'tea','actions':[]}],
         'override':[{'rule_id':'o','enabled':OVERRIDE,'actions':[],'conditions':[]}]}
        """;
    JsonObject event = event("m.room.message", null, quoted("{'body':'Tea'}"));
    RoomFacts facts = new Facts(1, null, false);
    String[] expected = {"o", "c", "!room:test", "@bob:test", "u"};
    String[] kinds = {"OVERRIDE", "CONTENT", "ROOM", "SENDER"};
    String rules = quoted(all);
    for (int i = 0; i < expected.length; i++) {
      String current = rules.replaceAll("OVERRIDE|CONTENT|ROOM|SENDER", "true");

      assertThat(PushRules.of(object(current)).deciding(event, facts)).contains(expected[i]);

      rules = i < kinds.length ? rules.replace(kinds[i], "false") : rules;
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "[]                                                       |false|false",
        "['notify']                                               |true |false",
        "['notify',{'set_tweak':'highlight'}]                     |true |true",
        "['notify',{'set_tweak':'highlight','value':true}]        |true |true",
        "['notify',{'set_tweak':'highlight','value':false}]       |true |false",
        "['notify',{'set_tweak':'highlight','value':'true'}]      |true |false",
        "[{'set_tweak':'highlight'}]                              |false|false",
        "['notify',{'set_tweak':'sound','value':'default'}]       |true |false",
        "['dont_notify']                                          |false|false",
        "['coalesce']                                             |false|false",
        "['dont_notify','notify']                                 |true |false",
        "['other']                                                |false|false",
      })
  void readsActions(String actions, boolean notifies, boolean highlights) {
    JsonObject ruleset = object(quoted("{'override':[{'rule_id':'x','actions':" + actions + "}]}"));

    PushActions judged =
        PushRules.of(ruleset).judge(event("t", null, "{}"), new Facts(1, null, false));

    assertThat(judged.notifies()).isEqualTo(notifies);
    assertThat(judged.highlights()).isEqualTo(highlights);
    assertThat(Json.text(new JsonArray(judged.all()))).doesNotContain("dont_notify", "coalesce");
  }

  @Test
  void doesNothingWithoutAMatch() {
    assertThat(
            PushRules.of(JsonObject.EMPTY)
                .judge(event("m.room.message", null, "{}"), new Facts(2, null, true)))
        .isEqualTo(PushActions.NONE);
  }

  private static JsonObject event(String type, String stateKey, String content) {
    return JsonObject.builder()
        .put("type", type)
        .put("sender", "@bob:test")
        .put("room_id", "!room:test")
        .put("event_id", "$event")
        .put("origin_server_ts", 1)
        .putIfPresent("state_key", stateKey)
        .put("content", object(quoted(content)))
        .build();
  }

  private static JsonObject object(String json) {
    return (JsonObject) Json.parse(json);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }
}
