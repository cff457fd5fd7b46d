package org.ashlar.event;

import static org.ashlar.event.SampleRoom.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.base.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // type | content | left in 10 | left in 11 and 12
        "m.room.message|{'body':'x'}|{}|{}",
        "m.room.topic|{'topic':'x'}|{}|{}",
        "m.room.aliases|{'aliases':['#x:y']}|{}|{}",
        "m.room.create|{'creator':'c','room_version':'1','m.federate':false}|{'creator':'c'}"
            + "|{'creator':'c','room_version':'1','m.federate':false}",
        "m.room.member|{'membership':'join','displayname':'x','reason':'y'}|{'membership':'join'}"
            + "|{'membership':'join'}",
        "m.room.member|{'membership':'join','join_authorised_via_users_server':'@a:b'}"
            + "|{'membership':'join','join_authorised_via_users_server':'@a:b'}"
            + "|{'membership':'join','join_authorised_via_users_server':'@a:b'}",
        "m.room.member|{'membership':'invite','third_party_invite':{'signed':{'token':'t'},'x':1}}"
            + "|{'membership':'invite'}"
            + "|{'membership':'invite','third_party_invite':{'signed':{'token':'t'}}}",
        "m.room.member|{'membership':'invite','third_party_invite':{'display_name':'x'}}"
            + "|{'membership':'invite'}|{'membership':'invite','third_party_invite':{}}",
        "m.room.member|{'membership':'invite','third_party_invite':'x'}"
            + "|{'membership':'invite'}|{'membership':'invite'}",
        "m.room.join_rules|{'join_rule':'restricted','allow':[{}],'x':1}"
            + "|{'join_rule':'restricted','allow':[{}]}|{'join_rule':'restricted','allow':[{}]}",
        "m.room.power_levels|{'ban':1,'events':{},'events_default':2,'invite':3,'kick':4,'redact':5,"
            + "'state_default':6,'users':{},'users_default':7,'notifications':{'room':8}}"
            + "|{'ban':1,'events':{},'events_default':2,'kick':4,'redact':5,'state_default':6,"
            + "'users':{},'users_default':7}"
            + "|{'ban':1,'events':{},'events_default':2,'invite':3,'kick':4,'redact':5,"
            + "'state_default':6,'users':{},'users_default':7}",
        "m.room.history_visibility|{'history_visibility':'shared','x':1}"
            + "|{'history_visibility':'shared'}|{'history_visibility':'shared'}",
        "m.room.redaction|{'redacts':'$e','reason':'x'}|{}|{'redacts':'$e'}",
      })
  void keepsTheProtectedContent(String type, String content, String in10, String since11) {
    for (String version : List.of("10", "11", "12")) {
      JsonObject left = Redaction.redactContent(type, object(content), version(version));

      assertThat(left).isEqualTo(object(version.equals("10") ? in10 : since11));
      assertThat(Redaction.redactContent(type, left, version(version))).isEqualTo(left);
    }
  }

  @Test
  void keepsTheProtectedMembersOfTheEvent() {
    JsonObject pdu =
        object(
            "{'event_id':1,'type':'t','room_id':2,'sender':3,'state_key':4,'content':{'x':1},"
                + "'hashes':5,'signatures':6,'depth':7,'prev_events':8,'prev_state':9,"
                + "'auth_events':10,'origin':11,'origin_server_ts':12,'membership':13,"
                + "'unsigned':{},'redacts':14,'other':15}");

    assertThat(Redaction.redact(pdu, version("10")).names())
        .containsExactlyInAnyOrder(
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
            "prev_state",
            "auth_events",
            "origin",
            "origin_server_ts",
            "membership");
    for (String version : List.of("11", "12")) {
      assertThat(Redaction.redact(pdu, version(version)).names())
          .containsExactlyInAnyOrder(
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
    }
    assertThat(Redaction.redact(pdu, version("12")).get("content")).isEqualTo(JsonObject.EMPTY);
  }

  private static RoomVersion version(String id) {
    return RoomVersion.find(id).orElseThrow();
  }
}
