package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.ashlar.account.AuthOutcome;
import org.ashlar.account.AuthRequest;
import org.ashlar.account.Authentication;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.LoginToken;
import org.ashlar.account.PasswordChange;
import org.ashlar.account.RefreshOutcome;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.core.session.SessionLifetimes;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What one version of the bundle began, the next one ends; and what many do at once.
class AccountSwapTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final SessionRequest REFRESHABLE =
      new SessionRequest(new DeviceId("PHONE"), null, true);

  private final AccountHouse house = new AccountHouse();
  private final LocalAccounts next = house.another();

  @BeforeEach
  void makeAlice() {
    house.accounts.createUser("alice", "secret", false);
    house.apply(new SessionLifetimes(Duration.ofMinutes(5), null, null, Duration.ofMinutes(2)));
  }

  @Test
  void authenticatesOverASwap() {
    JsonObject body = json("{\"devices\":[]}");
    var begun =
        (AuthOutcome.Challenged)
            house.accounts.authorize(new AuthRequest("POST /delete", ALICE, body));
    JsonObject auth =
        json(
            "{\"type\":\"m.login.password\",\"password\":\"secret\",\"session\":\"%s\"}"
                .formatted(begun.challenge().session()));

    AuthOutcome ended =
        next.authorize(new AuthRequest("POST /delete", ALICE, body.with("auth", auth)));

    assertThat(ended).isEqualTo(new AuthOutcome.Authorized(ALICE));
  }

  @Test
  void refreshesOverASwap() {
    Session first = login();

    Session second = ((RefreshOutcome.Refreshed) next.refresh(first.refreshToken())).session();

    assertThat(next.authenticate(first.accessToken())).isInstanceOf(Authentication.Known.class);
    assertThat(next.authenticate(second.accessToken())).isInstanceOf(Authentication.Known.class);
    assertThat(next.authenticate(first.accessToken())).isEqualTo(new Authentication.Unknown(false));
    assertThat(second.device()).isEqualTo(new DeviceId("PHONE"));
  }

  @Test
  void logsInByATokenOnceAmongMany() {
    LoginToken token = house.accounts.loginToken(ALICE).orElseThrow();

    List<LoginOutcome> outcomes =
        atOnce(
            8,
            i ->
                (i % 2 == 0 ? house.accounts : next)
                    .loginWithToken(token.value(), SessionRequest.ANY));

    assertThat(outcomes.stream().filter(LoginOutcome.LoggedIn.class::isInstance)).hasSize(1);
  }

  @Test
  void keepsOneOfManyRefreshesTheOneThatIsUsedFirst() {
    String token = login().refreshToken();
    List<RefreshOutcome> outcomes = atOnce(4, _ -> house.accounts.refresh(token));

    List<String> tokens =
        outcomes.stream().map(o -> ((RefreshOutcome.Refreshed) o).session().accessToken()).toList();
    List<Authentication> used = atOnce(4, i -> house.accounts.authenticate(tokens.get(i)));

    assertThat(used.stream().filter(Authentication.Known.class::isInstance)).hasSize(1);
    assertThat(
            tokens.stream()
                .map(house.accounts::authenticate)
                .filter(Authentication.Known.class::isInstance))
        .hasSize(1);
  }

  @Test
  void forgetsTokensAfterAnAccountWasClosedOrItsPasswordChanged() {
    Session session = login();
    assertThat(house.accounts.authenticate(session.accessToken()))
        .isInstanceOf(Authentication.Known.class);

    house.accounts.changePassword(new PasswordChange(ALICE, "new", true, null));

    assertThat(house.accounts.authenticate(session.accessToken()))
        .isEqualTo(new Authentication.Unknown(false));
    Session again =
        ((LoginOutcome.LoggedIn) house.accounts.login("alice", "new", REFRESHABLE)).session();
    house.accounts.authenticate(again.accessToken());
    house.accounts.deactivate(ALICE, false);
    assertThat(house.accounts.authenticate(again.accessToken()))
        .isEqualTo(new Authentication.Unknown(false));
  }

  private Session login() {
    return ((LoginOutcome.LoggedIn) house.accounts.login("alice", "secret", REFRESHABLE)).session();
  }

  private static <T> List<T> atOnce(int count, IntFunction<T> work) {
    try (Tasks tasks = new Tasks("test")) {
      return tasks.fork(
          IntStream.range(0, count).<Supplier<T>>mapToObj(i -> () -> work.apply(i)).toList());
    }
  }

  private static JsonObject json(String text) {
    return (JsonObject) Json.parse(text);
  }
}
