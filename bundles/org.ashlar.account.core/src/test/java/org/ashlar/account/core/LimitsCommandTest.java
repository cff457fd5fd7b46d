package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ashlar.account.Authentication;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.SessionRequest;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.limit.Charge;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateClass;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.base.metric.Metrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsCommandTest implements ControlTerminal {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final RateClass MESSAGE = new RateClass("message");

  private final AccountHouse house = new AccountHouse();
  private final RateLimits limits = new RateLimits(() -> 0, new Metrics());
  private final LimitsCommand command =
      new LimitsCommand(house.accountsGate(), AccountHouse.installation(), limits);
  private final List<String> lines = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  @BeforeEach
  void makeAlice() {
    house.accounts.createUser("alice", "secret", false);
    limits.define(Map.of(MESSAGE, new Limit(0.5, 2), new RateClass("sync"), new Limit(50, 100)));
  }

  @Test
  void setsALimitThatCountsForTokensInUse() {
    // Given a token that is remembered
    var login = (LoginOutcome.LoggedIn) house.accounts.login("alice", "secret", SessionRequest.ANY);
    String token = login.session().accessToken();
    assertThat(limitsOf(token)).isEqualTo(RateOverrides.NONE);
    // When
    assertThat(run("@alice:test", "message", "2.5", "20")).isZero();
    // Then
    assertThat(limitsOf(token)).isEqualTo(RateOverrides.NONE.with(MESSAGE, new Limit(2.5, 20)));
    assertThat(lines)
        .containsExactly(
            "@alice:test has its own limits:", "  message           2.5 per second, 20 at once");
  }

  @Test
  void switchesOffAndGoesBackToTheConfiguration() {
    assertThat(run("alice", "off")).isZero();
    assertThat(house.accounts.rateOverrides(ALICE)).contains(RateOverrides.UNLIMITED);

    assertThat(run("alice", "default")).isZero();

    assertThat(house.accounts.rateOverrides(ALICE)).contains(RateOverrides.NONE);
    assertThat(lines)
        .containsExactly("@alice:test is not limited.", "@alice:test has the configured limits.");
  }

  @Test
  void showsWhoIsRefused() {
    // Given
    for (int i = 0; i < 5; i++) {
      limits.take(List.of(Charge.one(MESSAGE, "@bob:test")));
    }
    // When
    assertThat(run()).isZero();
    // Then
    assertThat(lines)
        .containsExactly(
            "Rate limits are on.",
            "  message           0.5 per second, 2 at once",
            "  sync              50 per second, 100 at once",
            "Refused of late, most often first:",
            "  message           @bob:test: 3 times, the last 0 s ago");
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(run("alice", "nonsense", "1", "1")).isEqualTo(2);
    assertThat(run("alice", "message", "0", "1")).isEqualTo(2);
    assertThat(run("alice", "message", "x", "1")).isEqualTo(2);
    assertThat(run("alice", "message", "1", "0")).isEqualTo(2);
    assertThat(run("alice", "perhaps")).isEqualTo(2);
    assertThat(run("alice", "message", "1")).isEqualTo(2);
    assertThat(run("@alice:elsewhere")).isEqualTo(2);
    assertThat(run("nobody", "off")).isEqualTo(1);

    assertThat(errors)
        .hasSize(8)
        .startsWith("There is no class nonsense, only message, sync.")
        .endsWith("@alice:elsewhere is no user of this server.", "There is no user @nobody:test.");
    assertThat(house.accounts.rateOverrides(ALICE)).contains(RateOverrides.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "Infinity, 100",
    "NaN, 100",
    "5e-324, 100",
    "0.0009, 100",
    "100001, 100",
    "1, Infinity",
    "1, 100001",
  })
  void takesNoLimitThatTheConfigurationCouldNotHold(String rate, String burst) {
    assertThat(run("alice", "message", rate, burst)).isEqualTo(2);

    assertThat(errors)
        .containsExactly(
            "RATE must be from 0.001 to 100000 per second, and BURST from 1 to 100000.");
    assertThat(house.accounts.rateOverrides(ALICE)).contains(RateOverrides.NONE);
  }

  private RateOverrides limitsOf(String token) {
    return ((Authentication.Known) house.accounts.authenticate(token)).caller().limits();
  }

  private int run(String... arguments) {
    return command.run(List.of(arguments), this);
  }

  @Override
  public void line(String text) {
    lines.add(text);
  }

  @Override
  public void error(String text) {
    errors.add(text);
  }

  @Override
  public String ask(String question) {
    throw new AssertionError(question);
  }
}
