package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.ashlar.account.AuthRequest;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.PasswordChange;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.SharedSecretRequest;
import org.ashlar.account.core.session.SessionLifetimes;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.audit.UnwritableAuditLog;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.limit.RateOverrides;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each act is one entry, and no entry holds a secret.
class AccountAuditTest {
  private static final UserId ALICE = new UserId("@alice:test");
  private static final String PLANTED = "planted-pass-word";

  private final AccountHouse house = new AccountHouse();

  @BeforeEach
  void makeAlice() {
    house.accounts.createUser("alice", PLANTED, false);
    house.audited.clear();
  }

  @Test
  void loginsAreRecordedWithUserDeviceAndAddress() {
    // When
    house.accounts.login(
        "alice", PLANTED, new SessionRequest(new DeviceId("PHONE"), null, false).from("192.0.2.1"));
    house.accounts.login("alice", "planted-wrong", SessionRequest.ANY.from("192.0.2.2"));
    house.accounts.login("@ mis typed", "planted-wrong", SessionRequest.ANY);
    // Then
    assertThat(house.audited)
        .extracting(
            AuditEntry::action,
            AuditEntry::actor,
            AuditEntry::target,
            AuditEntry::outcome,
            AuditEntry::address)
        .containsExactly(
            tuple("login", "@alice:test", "@alice:test", Outcome.OK, "192.0.2.1"),
            tuple("login.failed", "system", "@alice:test", Outcome.REFUSED, "192.0.2.2"),
            tuple("login.failed", "system", "", Outcome.REFUSED, null));
    assertThat(house.audited.getFirst().details())
        .containsEntry("device", "PHONE")
        .containsEntry("method", "password");
    assertNoSecrets();
  }

  @Test
  void aFailedLoginInARequestIsNobodys() {
    RequestContext.root("POST-1", Kind.REQUEST, Instant.MAX)
        .run(() -> house.accounts.login("alice", "x", SessionRequest.ANY));
    assertThat(house.audited).extracting(AuditEntry::actor).containsExactly("anonymous");
  }

  @Test
  void loginTokensAreRecordedWhenTheyAreMadeAndUsed() {
    house.apply(new SessionLifetimes(Duration.ofMinutes(5), null, null, Duration.ofMinutes(2)));
    var token = house.accounts.loginToken(ALICE).orElseThrow();
    house.accounts.loginWithToken(token.value(), SessionRequest.ANY);
    house.accounts.loginWithToken(token.value(), SessionRequest.ANY);
    assertActs("login_token.create ok", "login ok", "login.failed refused");
    assertThat(house.audited.get(1).details()).containsEntry("method", "token");
    assertNoSecrets(token.value());
  }

  @Test
  void limitsOfAUsersOwnAreRecordedWithWhatHoldsFromNowOn() {
    house.accounts.overrideRates(ALICE, RateOverrides.UNLIMITED);
    house.accounts.overrideRates(ALICE, RateOverrides.NONE);
    assertActs("rate_limit.override ok", "rate_limit.override ok");
    assertThat(house.audited)
        .extracting(entry -> entry.details().get("limits"))
        .containsExactly("{\"off\":true}", "{}");
  }

  @Test
  void limitsOfAUsersOwnAreRefusedWhereTheyCanNotBeRecorded() {
    try (var _ = new UnwritableAuditLog()) {
      assertThatThrownBy(() -> house.accounts.overrideRates(ALICE, RateOverrides.UNLIMITED))
          .isInstanceOfSatisfying(
              MatrixException.class, e -> assertThat(e.status()).isEqualTo(503));
    }
    assertThat(house.accounts.rateOverrides(ALICE)).contains(RateOverrides.NONE);
    assertThat(house.audited).isEmpty();
  }

  @Test
  void endsOfSessionsAreRecorded() {
    // Given
    Session one = login();
    login();
    house.audited.clear();
    var known = (Authentication.Known) house.accounts.authenticate(one.accessToken());
    Caller caller = known.caller();
    // When
    house.accounts.logout(caller);
    house.accounts.removeDevices(ALICE, List.of(new DeviceId("B"), new DeviceId("A")));
    house.accounts.logoutAll(ALICE);
    // Then
    assertActs("logout ok", "session.revoke ok", "logout.all ok");
    assertThat(house.audited.get(0).details()).containsEntry("device", one.device().value());
    assertThat(house.audited.get(1).details()).containsEntry("devices", "A, B");
    assertNoSecrets(one.accessToken());
  }

  @Test
  void passwordsAndTheEndOfAnAccountAreRecorded() {
    house.accounts.changePassword(new PasswordChange(ALICE, "planted-new", true, null));
    house.accounts.deactivate(ALICE, true);
    house.accounts.login("alice", "planted-new", SessionRequest.ANY);
    assertActs("password.change ok", "user.deactivate ok", "login.failed refused");
    assertThat(house.audited.get(0).actor()).isEqualTo("@alice:test");
    assertThat(house.audited.get(1).details()).containsEntry("erase", "true");
    assertThat(house.audited.get(2).details())
        .containsEntry("reason", "the account is deactivated");
    assertNoSecrets();
  }

  @Test
  void theOperatorsNewUsersAreRecordedAlsoWhenTheyAreRefused() {
    var context = RequestContext.root("command-1", Kind.TASK, Instant.MAX);
    context.identify("operator:root");
    context.run(
        () -> {
          house.accounts.createUser("bob", PLANTED, true);
          house.accounts.createUser("bob", PLANTED, true);
        });
    assertActs("user.create ok", "user.create refused");
    assertThat(house.audited).extracting(AuditEntry::actor).containsOnly("operator:root");
    assertThat(house.audited).extracting(AuditEntry::target).containsOnly("@bob:test");
    assertNoSecrets();
  }

  @Test
  void aWrongSignatureOfTheSharedSecretIsRecorded() {
    house.accounts.registerWithSecret(
        new SharedSecretRequest(
            "nonce", "eve", PLANTED, true, null, null, "planted-mac", false, "192.0.2.9"));
    assertActs("user.create refused");
    assertThat(house.audited.getFirst().address()).isEqualTo("192.0.2.9");
    assertNoSecrets();
  }

  @Test
  void guestsAreRecorded() {
    house.accounts.registerGuest(SessionRequest.ANY.from("192.0.2.3"));
    assertThat(house.audited)
        .allSatisfy(entry -> assertThat(entry.action()).isEqualTo("user.create"))
        .hasSize(1);
  }

  @Test
  void aWrongPasswordBeforeAnOperationIsRecorded() {
    house.accounts.authorize(request("{}"));
    assertThat(house.audited).isEmpty();
    house.accounts.authorize(
        request(
            """
            {"auth": {"type": "m.login.password", "password": "planted-wrong",
              "identifier": {"type": "m.id.user", "user": "alice"}}}
            """));
    assertActs("auth.failed refused");
    assertThat(house.audited.getFirst().details()).containsEntry("operation", "DELETE /devices/X");
    assertNoSecrets();
  }

  private static AuthRequest request(String body) {
    return new AuthRequest(
        "DELETE /devices/X", ALICE, Json.parseObject(body.getBytes(StandardCharsets.UTF_8)));
  }

  private Session login() {
    var outcome = house.accounts.login("alice", PLANTED, SessionRequest.ANY);
    return ((LoginOutcome.LoggedIn) outcome).session();
  }

  private void assertActs(String... acts) {
    assertThat(house.audited)
        .extracting(entry -> entry.action() + " " + entry.outcome().word())
        .containsExactly(acts);
  }

  private void assertNoSecrets(String... others) {
    assertThat(house.audited.toString()).doesNotContain("planted");
    for (String secret : others) {
      assertThat(house.audited.toString()).doesNotContain(secret);
    }
  }
}
