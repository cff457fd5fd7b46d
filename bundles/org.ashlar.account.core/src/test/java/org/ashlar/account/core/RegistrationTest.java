package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.ashlar.account.AuthChallenge;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.RegistrationOutcome.Reason;
import org.ashlar.account.RegistrationRequest;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
  private static final JsonObject DUMMY = json("{\"type\":\"m.login.dummy\"}");

  private final AccountHouse house = new AccountHouse();

  @Test
  void takesTheDummyStageInOneRequest() {
    SessionRequest session = new SessionRequest(new DeviceId("PHONE"), "Phone", false);

    RegistrationOutcome outcome =
        house.accounts.register(
            new RegistrationRequest("alice", "secret", session, false, null, DUMMY, "127.0.0.1"));

    var registered = (RegistrationOutcome.Registered) outcome;
    assertThat(registered.user()).isEqualTo(new UserId("@alice:test"));
    assertThat(registered.session().device()).isEqualTo(new DeviceId("PHONE"));
    var known = (Authentication.Known) house.accounts.authenticate(token(outcome));
    assertThat(known.caller().user()).isEqualTo(registered.user());
    assertThat(known.caller().device()).isEqualTo(new DeviceId("PHONE"));
    assertThat(known.caller().kind()).isEqualTo(Caller.Kind.USER);
    assertThat(house.accounts.devices(registered.user()).getFirst().displayName())
        .isEqualTo("Phone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"taken", "Not valid", "@a:test", ""})
  void refusesNamesBeforeItHashesAPassword(String name) {
    register("taken", "secret", DUMMY);
    house.apply(AccountHouse.IMPOSSIBLE);

    assertThat(register(name, "secret", DUMMY)).isInstanceOf(RegistrationOutcome.Refused.class);
    assertThat(house.accounts.createUser(name, "secret", false))
        .isInstanceOf(RegistrationOutcome.Refused.class);
    assertThatThrownBy(() -> register("free", "secret", DUMMY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void challengesARequestWithoutAuthEvenWithoutNameAndPassword() {
    AuthChallenge challenge = challenge(register(null, null, null));

    assertThat(challenge.flows()).containsExactly(List.of("m.login.dummy"));
    assertThat(challenge.completed()).isEmpty();
    assertThat(challenge.failure()).isNull();
    assertThat(challenge.session()).isNotEmpty();
  }

  @Test
  void goesOnWithTheSessionOfTheChallenge() {
    String session = challenge(register("alice", "secret", null)).session();

    RegistrationOutcome outcome = register("alice", "secret", dummy(session));

    assertThat(outcome).isInstanceOf(RegistrationOutcome.Registered.class);
  }

  @Test
  void usesAnAuthenticationSessionOnce() {
    String session = challenge(register("alice", "secret", null)).session();
    register("alice", "secret", dummy(session));

    assertThatThrownBy(() -> register("bob", "secret", dummy(session)))
        .isInstanceOf(MatrixException.class)
        .hasMessageContaining("begin again");
  }

  @Test
  void forgetsAnAuthenticationSessionAfterAnHour() {
    String session = challenge(register("alice", "secret", null)).session();
    house.pass(Duration.ofHours(1));

    assertThatThrownBy(() -> register("alice", "secret", dummy(session)))
        .isInstanceOf(MatrixException.class);
  }

  @Test
  void failsAStageThatIsNotInTheFlow() {
    String session = challenge(register("alice", "secret", null)).session();
    JsonObject auth = json("{\"type\":\"m.login.terms\",\"session\":\"" + session + "\"}");

    AuthChallenge challenge = challenge(register("alice", "secret", auth));

    assertThat(challenge.session()).isEqualTo(session);
    assertThat(challenge.failure().code().value()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void asksForATokenWhenItIsConfigured() {
    RegistrationSettings settings =
        new RegistrationSettings(true, true, Set.of("abc"), false, "", PasswordPolicy.NONE);
    house.apply(settings);
    AuthChallenge first = challenge(register("alice", "secret", null));
    assertThat(first.flows()).containsExactly(List.of("m.login.registration_token"));

    AuthChallenge second = challenge(register("alice", "secret", token(first.session(), "xyz")));
    RegistrationOutcome third = register("alice", "secret", token(first.session(), "abc"));

    assertThat(second.failure().code().value()).isEqualTo("M_FORBIDDEN");
    assertThat(third).isInstanceOf(RegistrationOutcome.Registered.class);
    assertThat(challenge(register("bob", "secret", DUMMY)).failure()).isNotNull();
    assertThat(house.accounts.isRegistrationToken("abc")).isTrue();
    assertThat(house.accounts.isRegistrationToken("xyz")).isFalse();
  }

  @Test
  void givesANameToOneOfThirtyTwoWhoWantItAtOnce() throws InterruptedException {
    Collection<RegistrationOutcome> outcomes = new ConcurrentLinkedQueue<>();
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads =
        IntStream.range(0, 32)
            .mapToObj(
                i ->
                    Thread.startVirtualThread(
                        () -> {
                          await(go);
                          outcomes.add(register("alice", "secret" + i, DUMMY));
                        }))
            .toList();

    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(outcomes).hasSize(32);
    assertThat(outcomes.stream().filter(RegistrationOutcome.Registered.class::isInstance))
        .hasSize(1);
    assertThat(
            outcomes.stream()
                .filter(RegistrationOutcome.Refused.class::isInstance)
                .map(o -> ((RegistrationOutcome.Refused) o).reason()))
        .hasSize(31)
        .containsOnly(Reason.USER_IN_USE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Alice", "al ice", "älice", "a:b", "@alice", "a\u0000b"})
  void refusesInvalidNamesBeforeAuthentication(String name) {
    assertThat(reason(register(name, "secret", null))).isEqualTo(Reason.INVALID_USERNAME);
    assertThat(house.accounts.unavailable(name).orElseThrow().reason())
        .isEqualTo(Reason.INVALID_USERNAME);
  }

  @Test
  void countsTheWholeIdForTheLengthOfAName() {
    assertThat(house.accounts.unavailable("a".repeat(249))).isEmpty();
    assertThat(house.accounts.unavailable("a".repeat(250))).isPresent();
  }

  @Test
  void refusesATakenNameBeforeAuthentication() {
    register("alice", "secret", DUMMY);

    assertThat(reason(register("alice", "other", null))).isEqualTo(Reason.USER_IN_USE);
    assertThat(house.accounts.unavailable("alice").orElseThrow().reason())
        .isEqualTo(Reason.USER_IN_USE);
    assertThat(house.accounts.unavailable("bob")).isEmpty();
  }

  @Test
  void refusesEverythingWhenItIsSwitchedOff() {
    RegistrationSettings off =
        new RegistrationSettings(false, false, Set.of(), false, "", PasswordPolicy.NONE);
    house.apply(off);

    assertThat(reason(register("alice", "secret", DUMMY))).isEqualTo(Reason.DISABLED);
    assertThat(reason(house.accounts.registerGuest(SessionRequest.ANY))).isEqualTo(Reason.DISABLED);
    assertThat(house.accounts.registrationNonce()).isEmpty();
    assertThat(house.accounts.createUser("alice", "secret", true))
        .isInstanceOf(RegistrationOutcome.Registered.class);
  }

  @Test
  void refusesAPasswordAgainstThePolicyBeforeAuthentication() {
    RegistrationSettings strict =
        new RegistrationSettings(
            true, false, Set.of(), false, "", new PasswordPolicy(8, true, false, false, false));
    house.apply(strict);

    assertThat(reason(register("alice", "short1", null))).isEqualTo(Reason.WEAK_PASSWORD);
    assertThat(reason(register("alice", "longenough", null))).isEqualTo(Reason.WEAK_PASSWORD);
    assertThat(register("alice", "longenough1", DUMMY))
        .isInstanceOf(RegistrationOutcome.Registered.class);
  }

  @Test
  void needsAPasswordAfterAuthentication() {
    assertThat(reason(register("alice", null, DUMMY))).isEqualTo(Reason.MISSING_PASSWORD);
  }

  @Test
  void makesUpANameAndADeviceWhenNoneAreWanted() {
    var registered = (RegistrationOutcome.Registered) register(null, "secret", DUMMY);

    assertThat(registered.user().localpart()).matches("[a-z0-9]{12}");
    assertThat(registered.session().device().value()).matches("[A-Z]{10}");
    assertThat(registered.session().accessToken()).matches("ash_[A-Za-z0-9_-]{43}");
  }

  @Test
  void opensNoSessionWhenLoginIsInhibited() {
    var outcome =
        house.accounts.register(
            new RegistrationRequest(
                "alice", "secret", SessionRequest.ANY, true, null, DUMMY, "127.0.0.1"));

    assertThat(((RegistrationOutcome.Registered) outcome).session()).isNull();
    assertThat(house.accounts.devices(new UserId("@alice:test"))).isEmpty();
  }

  @Test
  void letsGuestsInWithoutPassword() {
    var registered =
        (RegistrationOutcome.Registered) house.accounts.registerGuest(SessionRequest.ANY);

    var known = (Authentication.Known) house.accounts.authenticate(token(registered));
    assertThat(known.caller().isGuest()).isTrue();
  }

  private RegistrationOutcome register(String name, String password, JsonObject auth) {
    return house.accounts.register(
        new RegistrationRequest(
            name, password, SessionRequest.ANY, false, null, auth, "127.0.0.1"));
  }

  private static AuthChallenge challenge(RegistrationOutcome outcome) {
    return ((RegistrationOutcome.Challenged) outcome).challenge();
  }

  private static Reason reason(RegistrationOutcome outcome) {
    return ((RegistrationOutcome.Refused) outcome).reason();
  }

  private static String token(RegistrationOutcome outcome) {
    return ((RegistrationOutcome.Registered) outcome).session().accessToken();
  }

  private static JsonObject dummy(String session) {
    return DUMMY.with("session", new org.ashlar.base.json.JsonString(session));
  }

  private static JsonObject token(String session, String token) {
    return json(
        "{\"type\":\"m.login.registration_token\",\"token\":\"%s\",\"session\":\"%s\"}"
            .formatted(token, session));
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
