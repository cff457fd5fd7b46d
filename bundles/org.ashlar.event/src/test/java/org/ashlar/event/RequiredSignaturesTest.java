package org.ashlar.event;

import static org.ashlar.event.SampleRoom.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredSignaturesTest {
  private static final String THIRD = "{'membership':'invite','third_party_invite':{}}";
  private static final String VIA =
      "{'membership':'join','join_authorised_via_users_server':'@v:v'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|m.room.message|none|$e:s|s",
        "1|m.room.message|none|$e:t|s t",
        "2|m.room.message|none|$e:t:8|s t:8",
        "1|m.room.member|THIRD|$e:t|t",
        "3|m.room.message|none|$e:t|s",
        "7|m.room.member|VIA|$e:t|s",
        "8|m.room.member|VIA|$e:t|s v",
        "12|m.room.member|VIA|$e:t|s v",
        "12|m.room.message|VIA|$e:t|s",
        "12|m.room.message|THIRD|$e:t|s",
        "12|m.room.member|THIRD|$e:t|",
      })
  void areThoseOfSenderIdAndAuthorizer(
      String version, String type, String content, String id, String servers) {
    String said =
        switch (content) {
          case "THIRD" -> THIRD;
          case "VIA" -> VIA;
          default -> "{}";
        };

    assertThat(Signatures.required(event(version, type, said, id)))
        .extracting(ServerName::value)
        .containsExactly(servers == null ? new String[0] : servers.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'v'", "7", "null"})
  void anAuthorizerIsAUser(String authorizer) {
    Event event =
        event(
            "9",
            "m.room.member",
            "{'join_authorised_via_users_server':" + authorizer + "}",
            "$e:t");

    assertThatThrownBy(() -> Signatures.required(event)).isInstanceOf(MatrixException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"$e", "$e:", "$e:t t"})
  void aGivenIdNamesAServer(String id) {
    Event event = event("2", "m.room.message", "{}", id);

    assertThatThrownBy(() -> Signatures.required(event)).isInstanceOf(MatrixException.class);
  }

  private static Event event(String version, String type, String content, String id) {
    JsonObject pdu =
        object(
                "{'room_id':'!r:b.example','sender':'@s:s','origin_server_ts':1,'depth':5,"
                    + "'prev_events':[],'auth_events':[],"
                    + "'hashes':{'sha256':'x'},'signatures':{}}")
            .toBuilder()
            .put("content", object(content))
            .put("event_id", new JsonString(id))
            .put("type", type)
            .build();
    return Event.receive(pdu, RoomVersion.find(version).orElseThrow());
  }
}
