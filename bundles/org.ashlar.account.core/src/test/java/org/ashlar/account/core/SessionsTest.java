package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.Device;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.NewSession;
import org.ashlar.account.PasswordChange;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.SessionTokens;
import org.ashlar.account.core.password.HashCost;
import org.ashlar.account.core.session.AccessTokens;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final DeviceId PHONE = new DeviceId("PHONE");

  private final AccountHouse house = new AccountHouse();

  @BeforeEach
  void makeAlice() {
    house.accounts.createUser("alice", "secret", false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "@alice:test", "Alice", "@ALICE:test"})
  void logsInByAnyFormOfTheName(String name) {
    var outcome = house.accounts.login(name, "secret", SessionRequest.ANY);

    assertThat(((LoginOutcome.LoggedIn) outcome).session().user()).isEqualTo(ALICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "@alice:elsewhere", "", "@", "al ice", "a\u0000"})
  void doesNotTellWhetherAUserExists(String name) {
    assertThat(house.accounts.login(name, "secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.WrongCredentials());
  }

  @ParameterizedTest
  @ValueSource(strings = {"@alice:elsewhere", "@", "a\u0000"})
  void refusesWhoCanNotBeHereWithoutHashing(String name) {
    house.apply(AccountHouse.IMPOSSIBLE);

    assertThat(house.accounts.login(name, "secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.WrongCredentials());
  }

  @Test
  void hashesForUnknownUsersSoThatNobodyLearnsWhoIsHere() {
    house.apply(AccountHouse.IMPOSSIBLE);

    assertThatThrownBy(() -> house.accounts.login("bob", "secret", SessionRequest.ANY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAClosedAccountWithoutHashing() {
    house.accounts.deactivate(ALICE, false);
    house.apply(AccountHouse.IMPOSSIBLE);

    assertThat(house.accounts.login("alice", "secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.Closed(Caller.Status.DEACTIVATED));
  }

  @Test
  void showsFromTheLoginOnWhenAndWhereADeviceWasSeen() {
    DeviceId tablet = new DeviceId("TABLET");
    house.accounts.login(
        "alice", "secret", new SessionRequest(tablet, null, false).from("192.0.2.7"));

    assertThat(house.accounts.devices(ALICE))
        .containsExactly(new Device(ALICE, tablet, null, "192.0.2.7", AccountHouse.START));
  }

  @Test
  void refusesAWrongPassword() {
    assertThat(house.accounts.login("alice", "Secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.WrongCredentials());
  }

  @Test
  void tellsThatAnAccountIsClosedOnlyWithTheRightPassword() {
    house.store.setStatus(ALICE, Caller.Status.DEACTIVATED);

    assertThat(house.accounts.login("alice", "secret", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.Closed(Caller.Status.DEACTIVATED));
    assertThat(house.accounts.login("alice", "wrong", SessionRequest.ANY))
        .isEqualTo(new LoginOutcome.WrongCredentials());
  }

  @Test
  void endsASessionBeforeLogoutReturnsAlsoWhenItWasRemembered() {
    Session session = login(null);
    Caller caller = known(session);

    house.accounts.logout(caller);

    assertThat(house.accounts.authenticate(session.accessToken()))
        .isEqualTo(new Authentication.Unknown(false));
    assertThat(house.accounts.devices(ALICE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout", "logout/all", "delete", "deactivate", "password", "login"})
  void lookAgainAtWaitingRequestsAsSoonAsTheirTokenHasEnded(String way) {
    Session session = login(PHONE);
    Caller caller = known(session);
    List<String> woken = new ArrayList<>();
    house.accounts.bindWaiters(
        keys -> woken.add(keys + " " + house.accounts.authenticate(session.accessToken())));

    switch (way) {
      case "logout" -> house.accounts.logout(caller);
      case "logout/all" -> house.accounts.logoutAll(ALICE);
      case "delete" -> house.accounts.removeDevices(ALICE, List.of(PHONE));
      case "deactivate" -> house.accounts.deactivate(ALICE, false);
      case "password" ->
          house.accounts.changePassword(new PasswordChange(ALICE, "new", true, null));
      default -> login(PHONE);
    }

    assertThat(woken).containsExactly("[user:@alice:test] Unknown[softLogout=false]");
  }

  @Test
  void endsAllSessionsOfAUserAndNobodyElses() {
    house.accounts.createUser("bob", "secret", false);
    Session first = login(null);
    Session second = login(PHONE);
    Session bobs =
        ((LoginOutcome.LoggedIn) house.accounts.login("bob", "secret", SessionRequest.ANY))
            .session();
    List.of(first, second, bobs).forEach(this::known);

    house.accounts.logoutAll(ALICE);

    assertThat(house.accounts.authenticate(first.accessToken()))
        .isEqualTo(new Authentication.Unknown(false));
    assertThat(house.accounts.authenticate(second.accessToken()))
        .isEqualTo(new Authentication.Unknown(false));
    assertThat(known(bobs).user()).isEqualTo(new UserId("@bob:test"));
  }

  @Test
  void endsTheRememberedSessionOfADeviceThatLogsInAgain() {
    Session first = login(PHONE);
    known(first);

    Session second = login(PHONE);

    assertThat(house.accounts.authenticate(first.accessToken()))
        .isEqualTo(new Authentication.Unknown(false));
    assertThat(known(second).device()).isEqualTo(PHONE);
  }

  @Test
  void asksForASoftLogoutWhenATokenExpires() {
    Instant soon = Instant.parse("2026-01-01T00:00:10Z");
    house.store.openSession(
        new NewSession(
            ALICE, PHONE, null, SessionTokens.of(AccessTokens.hash("token"), soon), soon));
    assertThat(house.accounts.authenticate("token")).isInstanceOf(Authentication.Known.class);

    house.pass(java.time.Duration.ofSeconds(10));

    assertThat(house.accounts.authenticate("token")).isEqualTo(new Authentication.Unknown(true));
  }

  @Test
  void hashesAnewWhatCostsTooLittle() {
    String before = house.store.account(ALICE).orElseThrow().passwordHash();
    house.apply(new HashCost(16, 2, 2));

    login(null);

    String after = house.store.account(ALICE).orElseThrow().passwordHash();
    assertThat(before).startsWith("$argon2id$v=19$m=8,t=1,p=1$");
    assertThat(after).startsWith("$argon2id$v=19$m=16,t=2,p=1$");
    assertThat(login(null).user()).isEqualTo(ALICE);
  }

  @Test
  void refusesUnknownTokens() {
    assertThat(house.accounts.authenticate("")).isEqualTo(new Authentication.Unknown(false));
    assertThat(house.accounts.authenticate("ash_nonsense"))
        .isEqualTo(new Authentication.Unknown(false));
  }

  @Test
  void showsAndNamesDevices() {
    login(PHONE);

    assertThat(house.accounts.renameDevice(ALICE, PHONE, "Pocket")).isTrue();

    assertThat(house.accounts.device(ALICE, PHONE).orElseThrow().displayName()).isEqualTo("Pocket");
    assertThat(house.accounts.device(ALICE, new DeviceId("OTHER"))).isEmpty();
  }

  @Test
  void tellsScopesAndStatusOfTheCaller() {
    Caller caller = known(login(null));

    assertThat(caller.scopes()).isEqualTo(Set.of());
    assertThat(caller.status()).isEqualTo(Caller.Status.ACTIVE);
    assertThat(caller.admin()).isFalse();
  }

  private Session login(DeviceId device) {
    var outcome = house.accounts.login("alice", "secret", new SessionRequest(device, null, false));
    return ((LoginOutcome.LoggedIn) outcome).session();
  }

  private Caller known(Session session) {
    return ((Authentication.Known) house.accounts.authenticate(session.accessToken())).caller();
  }
}
