package org.ashlar.base.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEntryTest {
  @Test
  void anEntryKnowsWhoAsksFromWhereAndInWhichRequest() {
    // Given
    var context = RequestContext.root("POST-7", Kind.REQUEST, Instant.MAX);
    context.identify("@alice:test");
    context.from("192.0.2.7");
    // When
    var entry = context.call(() -> AuditEntry.of("logout", "@alice:test", Outcome.OK));
    // Then
    assertThat(entry.actor()).isEqualTo("@alice:test");
    assertThat(entry.request()).isEqualTo("POST-7");
    assertThat(entry.address()).isEqualTo("192.0.2.7");
  }

  @Test
  void whoeverIsNotKnownIsAnonymousInARequestAndTheSystemElsewhere() {
    var request = RequestContext.root("POST-7", Kind.REQUEST, Instant.MAX);
    assertThat(request.call(() -> AuditEntry.of("a", "", Outcome.OK)).actor())
        .isEqualTo("anonymous");
    assertThat(AuditEntry.of("a", "", Outcome.OK).actor()).isEqualTo("system");
  }

  @Test
  void secretsAreNeverWrittenDown() {
    var entry =
        AuditEntry.of("a", "access_token=planted-1", Outcome.REFUSED)
            .with("password", "planted-2")
            .with("registration_token", "planted-3")
            .with("reason", "the header said Bearer planted-4")
            .with("shared_secret", "planted-5")
            .with("body", "{\"password\": \"planted-6\"}");
    assertThat(entry.toString()).doesNotContain("planted").contains("<redacted>");
  }

  @Test
  void secretsAmongTheWordsOfACommandAreLeftOut() {
    var words = List.of("@a:b", "--password", "planted-1", "--api-token=planted-2", "--all");
    assertThat(AuditEntry.of("a", "", Outcome.OK).withArguments(words).details())
        .containsEntry("arguments", "@a:b --password <redacted> --api-token=<redacted> --all");
  }

  @Test
  void textsAreBoundedAndWithoutControlCharacters() {
    var entry =
        AuditEntry.of("a", "x\u0000y\n\ud800" + "ä".repeat(9_000), Outcome.OK)
            .with("long", "z".repeat(9_000));
    assertThat(entry.target()).startsWith("x y ?ää").hasSize(512);
    assertThat(entry.details().get("long")).hasSize(1_000);
    for (int i = 0; i < 40; i++) {
      entry = entry.with("more_" + i, "x");
    }
    assertThat(entry.details()).hasSize(16);
  }

  @ParameterizedTest
  @ValueSource(
      chars = {
        '\u061c', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202b', '\u202c', '\u202d',
        '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'
      })
  void whatTurnsTheDirectionOfTextOrEndsALineIsWrittenOut(char turning) {
    String written = String.format("\\u%04x", (int) turning);
    var entry =
        AuditEntry.of("a", "x" + turning + "y\u200d", Outcome.OK)
            .with("reason", "z".repeat(990) + turning + turning);
    assertThat(entry.target()).isEqualTo("x" + written + "y\u200d");
    assertThat(entry.details()).containsEntry("reason", "z".repeat(990) + written);
    assertThat(AuditEntry.of(Json.parseObject(Json.write(entry.json())))).isEqualTo(entry);
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    var entry =
        AuditEntry.of("bundle.swap", "org.ashlar.sync", Outcome.FAILED)
            .by("operator:root")
            .from("::1")
            .with("reason", "it \"broke\" \ud83d\ude00");
    assertThat(AuditEntry.of(Json.parseObject(Json.write(entry.json())))).isEqualTo(entry);
  }
}
