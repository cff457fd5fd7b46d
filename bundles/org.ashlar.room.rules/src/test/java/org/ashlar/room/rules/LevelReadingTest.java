package org.ashlar.room.rules;

import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.BOB;
import static org.ashlar.room.rules.Scene.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;

import org.ashlar.base.id.UserId;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.PowerLevels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How levels are read out of `m.room.power_levels`, whoever asks.
class LevelReadingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1|7|7",
        "1|'7'|7",
        "1|'\\u2003+007\\u0085\\u001f'|7",
        "1|'-0'|0",
        "1|7.99|7",
        "1|-7.99|-7",
        "1|5.114698E4|51146",
        "1|1e-400|0",
        "1|9223372036854775807|9223372036854775806",
        "1|9223372036854775808|9223372036854775806",
        "1|-9223372036854775809|-9223372036854775808",
        "1|'-99999999999999999999'|-9223372036854775808",
        "1|1e300|9223372036854775806",
        "1|1e999|none",
        "1|'7.0'|none",
        "1|'1_0'|none",
        "1|true|none",
        "1|null|none",
        "1|[7]|none",
        "9|'7'|7",
        "10|'7'|none",
        "10|7|7",
        "12|7.0|none",
      })
  void aLevelIsReadByItsVersion(String version, String written, String expected) {
    var value = SampleRoom.object("{'v':" + written + "}").get("v");

    var level = PowerLevels.level(value, RoomVersion.find(version).orElseThrow());

    assertThat(level.isPresent() ? Long.toString(level.getAsLong()) : "none").isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "5", "9"})
  void everyLevelMayBeAText(String version) {
    PowerLevels levels =
        levels(
            version,
            "{'users':{'"
                + ALICE
                + "':'1'},'users_default':'2','events':{'t':'3'},'events_default':'4',"
                + "'state_default':'5','invite':'6','kick':'7','ban':'8','redact':'9',"
                + "'notifications':{'room':'10'}}");

    assertThat(levels.user(ALICE)).isEqualTo(1);
    assertThat(levels.user(BOB)).isEqualTo(2);
    assertThat(levels.required("t", true)).isEqualTo(3);
    assertThat(levels.required("u", false)).isEqualTo(4);
    assertThat(levels.required("u", true)).isEqualTo(5);
    assertThat(levels.invite()).isEqualTo(6);
    assertThat(levels.kick()).isEqualTo(7);
    assertThat(levels.ban()).isEqualTo(8);
    assertThat(levels.redact()).isEqualTo(9);
    assertThat(levels.notification("room")).isEqualTo(10);
    assertThat(levels.listedUsers()).containsExactly(ALICE);
  }

  @Test
  void whatIsNotSaidOrNoLevelHasItsDefault() {
    PowerLevels levels =
        levels("9", "{'ban':'x','kick':null,'users':{'@x:y':[]},'users_default':3}");

    assertThat(levels.ban()).isEqualTo(50);
    assertThat(levels.kick()).isEqualTo(50);
    assertThat(levels.redact()).isEqualTo(50);
    assertThat(levels.notification("room")).isEqualTo(50);
    assertThat(levels.invite()).isZero();
    assertThat(levels.user("@x:y")).isEqualTo(3);
    assertThat(levels.required("t", false)).isZero();
    assertThat(levels.required("t", true)).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "10, true", "11, false", "12, false"})
  void theCreatorIsWhomTheContentNamesWhereTheVersionSaysSo(String version, boolean named) {
    Scene scene = new Scene(version, "{'creator':'" + ALICE + "'}");
    PowerLevels levels = PowerLevels.of(null, scene.room.create());
    scene.member(ALICE, "join");

    assertThat(levels.isCreator(new UserId(ALICE))).isEqualTo(named);
    assertThat(levels.isCreator(new UserId(CREATOR))).isNotEqualTo(named);
    assertThat(levels.user(ALICE)).isEqualTo(named ? 100 : 0);
    assertThat(scene.send(ALICE, "m.room.topic", "", "{}").equals("ok")).isEqualTo(named);
    assertThat(scene.send(CREATOR, "m.room.topic", "", "{}").equals("ok")).isNotEqualTo(named);
  }

  private static PowerLevels levels(String version, String content) {
    Scene scene = new Scene(version).levels(content);
    return PowerLevels.of(scene.state.get(StateKey.POWER_LEVELS), scene.room.create());
  }
}
