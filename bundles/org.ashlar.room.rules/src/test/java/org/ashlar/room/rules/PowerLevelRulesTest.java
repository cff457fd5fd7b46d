package org.ashlar.room.rules;

import static org.ashlar.room.rules.Scene.ALICE;
import static org.ashlar.room.rules.Scene.BOB;
import static org.ashlar.room.rules.Scene.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PowerLevelRulesTest {
  private static final String BEFORE =
      "{'users':{'@alice:a.example':50,'@bob:b.example':50,'@carol:b.example':40},"
          + "'users_default':10,'ban':60,'kick':40,"
          + "'events':{'high':60,'low':40,'m.room.power_levels':50},"
          + "'notifications':{'room':60,'low':40}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'ban':60|'ban':61|9.5.1|10.6.1",
        "'ban':60|'ban':50|9.5.1|10.6.1",
        "'ban':60,||9.5.1|10.6.1",
        "'kick':40|'kick':51|9.5.2|10.6.2",
        "'kick':40|'kick':50|ok|ok",
        "'kick':40|'kick':40,'invite':51|9.5.2|10.6.2",
        "'kick':40|'kick':40,'invite':50|ok|ok",
        "'kick':40|'kick':40,'redact':51|9.5.2|10.6.2",
        "'kick':40|'kick':40,'state_default':51|9.5.2|10.6.2",
        "'kick':40|'kick':40,'events_default':51|9.5.2|10.6.2",
        "'users_default':10|'users_default':51|9.5.2|10.6.2",
        "'kick':40,||ok|ok",
        "'high':60|'high':50|9.6.1|10.7.1",
        "'high':60,||9.6.1|10.7.1",
        "'low':40,'m.|'low':51,'m.|9.7.1|10.8.1",
        "'low':40,'m.|'low':50,'m.|ok|ok",
        "'low':40,'m.|'new':51,'m.|9.7.1|10.8.1",
        "'low':40,'m.|'m.|ok|ok",
        "'room':60|'room':50|9.6.1|10.7.1",
        "'room':60,||9.6.1|10.7.1",
        "'room':60|'room':60,'other':51|9.7.1|10.8.1",
        "'room':60|'room':60,'other':50|ok|ok",
        "'@bob:b.example':50|'@bob:b.example':49|9.8.1|10.9.1",
        "'@bob:b.example':50,||9.8.1|10.9.1",
        "'@carol:b.example':40|'@carol:b.example':50|ok|ok",
        "'@carol:b.example':40|'@carol:b.example':51|9.9.1|10.10.1",
        "'@carol:b.example':40|'@carol:b.example':40,'@dan:d.example':51|9.9.1|10.10.1",
        "'@alice:a.example':50|'@alice:a.example':51|9.9.1|10.10.1",
        "'@alice:a.example':50|'@alice:a.example':0|ok|ok",
        "'@alice:a.example':50,||ok|ok",
      })
  void changing(String replace, @Nullable String by, String until11, String since12) {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = new Scene(version).member(ALICE, "join").levels(BEFORE);
      assertThat(BEFORE).contains(replace);
      String after = BEFORE.replace(replace, by == null ? "" : by);

      assertThat(scene.send(ALICE, "m.room.power_levels", "", after))
          .as("version " + version)
          .isEqualTo(version.equals("12") ? since12 : until11);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'ban':'50'}|9.1|10.1",
        "{'users_default':true}|9.1|10.1",
        "{'events_default':null}|9.1|10.1",
        "{'invite':{}}|9.1|10.1",
        "{'events':[]}|9.2|10.2",
        "{'events':{'a':'1'}}|9.2|10.2",
        "{'notifications':7}|9.2|10.2",
        "{'notifications':{'room':null}}|9.2|10.2",
        "{'users':[]}|9.3|10.3",
        "{'users':{'alice':1}}|9.3|10.3",
        "{'users':{'@alice':1}}|9.3|10.3",
        "{'users':{'@alice:a.example':'1'}}|9.3|10.3",
        "{'users':{'@alice:a.example':1}}|ok|ok",
        "{}|ok|ok",
        "{'else':'1'}|ok|ok",
      })
  void theFormOfTheFirst(String content, String until11, String since12) {
    for (String version : List.of("10", "11", "12")) {
      assertThat(new Scene(version).send(CREATOR, "m.room.power_levels", "", content))
          .as("version " + version)
          .isEqualTo(version.equals("12") ? since12 : until11);
    }
  }

  @Test
  void creatorsOfVersion12HaveInfinitePowerAndAreNotListed() {
    Scene scene =
        new Scene("12", "{'additional_creators':['" + ALICE + "']}")
            .member(ALICE, "join")
            .member(BOB, "join")
            .levels("{'users':{'" + BOB + "':9007199254740991},'state_default':9007199254740991}");

    assertThat(scene.send(ALICE, "m.room.name", "", "{}")).isEqualTo("ok");
    assertThat(scene.send(CREATOR, "m.room.power_levels", "", "{'users':{}}")).isEqualTo("ok");
    assertThat(scene.membership(ALICE, BOB, "ban")).isEqualTo("ok");
    assertThat(scene.membership(BOB, ALICE, "ban")).isEqualTo("5.6.3");
    assertThat(scene.membership(ALICE, CREATOR, "leave")).isEqualTo("5.5.5");
    for (String creator : List.of(ALICE, CREATOR)) {
      assertThat(scene.send(BOB, "m.room.power_levels", "", "{'users':{'" + creator + "':0}}"))
          .isEqualTo("10.4");
      assertThat(
              scene.send(creator, "m.room.power_levels", "", "{'users':{'" + creator + "':100}}"))
          .isEqualTo("10.4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "11"})
  void creatorsOfOlderVersionsCanBeDemotedAndAdditionalOnesMeanNothing(String version) {
    Scene scene =
        new Scene(version, "{'additional_creators':['" + ALICE + "']}")
            .member(ALICE, "join")
            .levels("{'users':{'" + CREATOR + "':0},'users_default':0}");

    assertThat(scene.send(CREATOR, "m.room.name", "", "{}")).isEqualTo("7");
    assertThat(scene.send(ALICE, "m.room.name", "", "{}")).isEqualTo("7");
    assertThat(
            new Scene(version)
                .send(CREATOR, "m.room.power_levels", "", "{'users':{'" + CREATOR + "':100}}"))
        .isEqualTo("ok");
  }

  @Test
  void theRequiredLevelIsListedOrTheDefaultOfItsKind() {
    Scene scene =
        new Scene("11")
            .member(ALICE, "join")
            .levels(
                "{'users':{'@alice:a.example':30},'state_default':31,'events_default':30,"
                    + "'events':{'listed':31,'free':0}}");

    assertThat(scene.send(ALICE, "m.room.message", null, "{}")).isEqualTo("ok");
    assertThat(scene.send(ALICE, "m.room.name", "", "{}")).isEqualTo("7");
    assertThat(scene.send(ALICE, "listed", null, "{}")).isEqualTo("7");
    assertThat(scene.send(ALICE, "free", "", "{}")).isEqualTo("ok");
    assertThat(scene.send(ALICE, "free", ALICE, "{}")).isEqualTo("ok");
    assertThat(scene.send(ALICE, "free", BOB, "{}")).isEqualTo("8");
    assertThat(scene.send(BOB, "free", null, "{}")).isEqualTo("5");
  }

  @Test
  void withoutPowerLevelsOthersHaveNoneAndStateNeeds50() {
    for (String version : List.of("10", "11", "12")) {
      Scene scene = new Scene(version).member(ALICE, "join");

      assertThat(scene.send(ALICE, "m.room.message", null, "{}")).isEqualTo("ok");
      assertThat(scene.send(ALICE, "m.room.name", "", "{}"))
          .isEqualTo(version.equals("12") ? "8" : "7");
      assertThat(scene.send(CREATOR, "m.room.name", "", "{}")).isEqualTo("ok");
    }
  }
}
