package org.ashlar.account.core.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.account.AuthChallenge;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.MemoryIdentityStore;
import org.ashlar.account.core.auth.AuthStages.Standing;
import org.ashlar.account.core.session.AccessTokens;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthStagesTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final AuthSubject SUBJECT =
      new AuthSubject("POST /thing", ALICE, json("{\"a\":1}"));

  private final Gate<IdentityStore> store = new Selections().gate(IdentityStore.class);
  private final AuthStages stages = stages();
  private final List<String> judged = new ArrayList<>();
  private final Stage foo = new Word("foo", null);
  private final Stage bar = new Word("bar", ALICE);
  private final Stage baz = new Word("baz", null);
  private final List<List<Stage>> flows = List.of(List.of(foo, bar), List.of(foo, baz));

  @BeforeEach
  void openStore() {
    store.bind(new NumberedReference<>(1, IdentityStore.class), new MemoryIdentityStore());
  }

  @Test
  void leadsThroughTheStagesOfAFlow() {
    AuthChallenge first = left(check(null));
    AuthChallenge second = left(check(say("foo", first.session())));
    Standing third = check(say("bar", first.session()));

    assertThat(first.flows()).containsExactly(List.of("foo", "bar"), List.of("foo", "baz"));
    assertThat(first.completed()).isEmpty();
    assertThat(second.session()).isEqualTo(first.session());
    assertThat(second.completed()).containsExactly("foo");
    assertThat(second.failure()).isNull();
    assertThat(third).isEqualTo(new Standing(null, ALICE));
  }

  @Test
  void letsAClientChooseItsFlow() {
    String session = left(check(null)).session();
    check(say("foo", session));

    assertThat(check(say("baz", session))).isEqualTo(new Standing(null, null));
  }

  @Test
  void beginsASessionWithAStageThatWasPassedAtOnce() {
    AuthChallenge challenge = left(check(say("foo", null)));

    assertThat(challenge.completed()).containsExactly("foo");
    assertThat(check(say("bar", challenge.session())).left()).isNull();
  }

  @Test
  void insistsOnTheOrderOfStages() {
    String session = left(check(null)).session();

    AuthChallenge answer = left(check(say("bar", session)));

    assertThat(answer.failure().code().value()).isEqualTo("M_FORBIDDEN");
    assertThat(answer.completed()).isEmpty();
    assertThat(judged).isEmpty();
  }

  @Test
  void keepsWhatWasCompletedWhenALaterStageFails() {
    String session = left(check(null)).session();
    check(say("foo", session));

    AuthChallenge answer =
        left(check(json("{\"type\":\"bar\",\"word\":\"no\",\"session\":\"" + session + "\"}")));

    assertThat(answer.failure().status()).isEqualTo(401);
    assertThat(answer.completed()).containsExactly("foo");
    assertThat(check(say("bar", session)).left()).isNull();
  }

  @Test
  void judgesACompletedStageNotAgain() {
    String session = left(check(null)).session();
    check(say("foo", session));

    AuthChallenge answer =
        left(check(json("{\"type\":\"foo\",\"word\":\"no\",\"session\":\"" + session + "\"}")));

    assertThat(answer.failure()).isNull();
    assertThat(answer.completed()).containsExactly("foo");
    assertThat(judged).containsExactly("foo");
  }

  @Test
  void tellsHowFarASessionIs() {
    String session = left(check(null)).session();
    check(say("foo", session));

    AuthChallenge answer = left(check(json("{\"session\":\"" + session + "\"}")));

    assertThat(answer.completed()).containsExactly("foo");
    assertThat(answer.failure()).isNull();
  }

  @Test
  void goesOnInAnotherInstance() {
    String session = left(check(null)).session();
    check(say("foo", session));

    Standing standing = stages().check(SUBJECT, say("bar", session), flows);

    assertThat(standing).isEqualTo(new Standing(null, ALICE));
  }

  @Test
  void bindsASessionToUserOperationAndBody() {
    String session = left(check(null)).session();

    for (AuthSubject other :
        List.of(
            new AuthSubject("POST /other", ALICE, json("{\"a\":1}")),
            new AuthSubject("POST /thing", new UserId("@bob:test"), json("{\"a\":1}")),
            new AuthSubject("POST /thing", null, json("{\"a\":1}")),
            new AuthSubject("POST /thing", ALICE, json("{\"a\":2}")),
            new AuthSubject("POST /thing", ALICE, null))) {
      assertThatThrownBy(() -> stages.check(other, say("foo", session), flows))
          .isInstanceOf(MatrixException.class)
          .hasMessageContaining("another request");
    }
    AuthSubject same =
        new AuthSubject("POST /thing", ALICE, json("{\"auth\":{\"type\":\"x\"},\"a\":1}"));
    assertThat(left(stages.check(same, say("foo", session), flows)).completed())
        .containsExactly("foo");
  }

  @Test
  void showsInTheStoreNeitherSessionsNorBodies() {
    String session = "secret-session";
    AuthSubject subject = new AuthSubject("POST /thing", ALICE, json("{\"new\":\"pass\"}"));

    assertThat(AuthSubject.ticket(session)).doesNotContain(session);
    assertThat(subject.seal(session))
        .isNotEqualTo(subject.seal("another session"))
        .isEqualTo(subject.seal(session));
  }

  @Test
  void refusesSessionsThatItDoesNotKnow() {
    for (String session : List.of("", "unknown", "a\0b")) {
      JsonObject auth = JsonObject.builder().put("type", "foo").put("session", session).build();
      assertThatThrownBy(() -> check(auth))
          .isInstanceOf(MatrixException.class)
          .hasMessageContaining("begin again");
    }
  }

  private AuthStages stages() {
    return new AuthStages(store, new AccessTokens(), () -> Instant.EPOCH);
  }

  private Standing check(JsonObject auth) {
    return stages.check(SUBJECT, auth, flows);
  }

  private static AuthChallenge left(Standing standing) {
    assertThat(standing.left()).isNotNull();
    return standing.left();
  }

  private static JsonObject say(String type, String session) {
    return json(
        session == null
            ? "{\"type\":\"%s\",\"word\":\"%s\"}".formatted(type, type)
            : "{\"type\":\"%s\",\"word\":\"%s\",\"session\":\"%s\"}"
                .formatted(type, type, session));
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }

  /// A stage that wants to hear its own name.
  private final class Word implements Stage {
    private final String type;
    private final UserId shown;

    Word(String type, UserId shown) {
      this.type = type;
      this.shown = shown;
    }

    @Override
    public String type() {
      return type;
    }

    @Override
    public Verdict judge(JsonObject auth) {
      judged.add(type);
      return auth.string("word").filter(type::equals).isPresent()
          ? new Verdict(null, shown)
          : Verdict.failed("That is not the word.");
    }
  }
}
