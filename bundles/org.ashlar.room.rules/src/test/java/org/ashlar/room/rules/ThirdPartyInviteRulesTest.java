package org.ashlar.room.rules;

import static org.ashlar.room.rules.MembershipRulesTest.in;
import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.BOB;
import static org.ashlar.room.rules.Scene.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.Signatures;
import org.ashlar.event.SigningKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThirdPartyInviteRulesTest {
  private static final SigningKey KEY = SigningKey.generate();

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void aSignedInviteIsAllowedByEitherKindOfPublicKey(String version) {
    String single = "{'public_key':'" + KEY.verifyKey().base64() + "'}";
    String list =
        "{'public_key':'"
            + SigningKey.generate().verifyKey().base64()
            + "','public_keys':[{'public_key':'"
            + KEY.verifyKey().base64()
            + "'}]}";

    assertThat(invite(scene(version, single), ALICE, signed(BOB, "t"))).isEqualTo("ok");
    assertThat(invite(scene(version, list), ALICE, signed(BOB, "t"))).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void theSenderOfTheInviteNeedNotBeInTheRoomAnyMore(String version) {
    Scene scene = scene(version).member(ALICE, "leave");

    assertThat(invite(scene, ALICE, signed(BOB, "t"))).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void whatIsWrongIsNamedByItsRule(String version) {
    Scene scene = scene(version);

    assertThat(invite(scene(version).member(BOB, "ban"), ALICE, signed(BOB, "t")))
        .isEqualTo(in(version, "5.4.1.1"));
    assertThat(send(scene, ALICE, "{'membership':'invite','third_party_invite':{}}"))
        .isEqualTo(in(version, "5.4.1.2"));
    assertThat(send(scene, ALICE, "{'membership':'invite','third_party_invite':7}"))
        .isEqualTo(in(version, "5.4.1.2"));
    assertThat(invite(scene, ALICE, signed(BOB, "t").without("token")))
        .isEqualTo(in(version, "5.4.1.3"));
    assertThat(invite(scene, ALICE, signed(BOB, "t").without("mxid")))
        .isEqualTo(in(version, "5.4.1.3"));
    assertThat(invite(scene, ALICE, signed(CREATOR, "t"))).isEqualTo(in(version, "5.4.1.4"));
    assertThat(invite(scene, ALICE, signed(BOB, "other"))).isEqualTo(in(version, "5.4.1.5"));
    assertThat(invite(scene, CREATOR, signed(BOB, "t"))).isEqualTo(in(version, "5.4.1.6"));
    assertThat(invite(scene, ALICE, signed(BOB, "t").with("more", new JsonString("x"))))
        .isEqualTo(in(version, "5.4.1.8"));
    assertThat(invite(scene, ALICE, signed(BOB, "t").without("signatures")))
        .isEqualTo(in(version, "5.4.1.8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11", "12"})
  void makingAThirdPartyInviteNeedsTheInviteLevelOnly(String version) {
    Scene scene = new Scene(version).member(ALICE, "join").levels("{'invite':1,'state_default':0}");

    assertThat(scene.send(ALICE, "m.room.third_party_invite", "t", "{}"))
        .isEqualTo(in(version, "7.1"));
    scene.levels("{'invite':0,'state_default':100,'events':{'m.room.third_party_invite':100}}");
    assertThat(scene.send(ALICE, "m.room.third_party_invite", "t", "{}")).isEqualTo("ok");
    assertThat(scene.send(BOB, "m.room.third_party_invite", "t", "{}")).isEqualTo(in(version, "6"));
  }

  private static Scene scene(String version) {
    return scene(version, "{'public_key':'" + KEY.verifyKey().base64() + "'}");
  }

  private static Scene scene(String version, String promise) {
    return new Scene(version)
        .member(ALICE, "join")
        .set(ALICE, "m.room.third_party_invite", "t", promise);
  }

  private static JsonObject signed(String user, String token) {
    JsonObject unsigned = SampleRoom.object("{'mxid':'" + user + "','token':'" + token + "'}");
    JsonObject signed = Signatures.sign(unsigned, "identity.example", KEY);
    assertThat(signed.has("signatures")).isTrue();
    return signed;
  }

  private static String invite(Scene scene, String sender, JsonObject signed) {
    return send(
        scene,
        sender,
        "{'membership':'invite','third_party_invite':{'signed':" + Json.text(signed) + "}}");
  }

  private static String send(Scene scene, String sender, String content) {
    return scene.send(sender, "m.room.member", BOB, content);
  }
}
