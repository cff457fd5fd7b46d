package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.ashlar.account.Accounts;
import org.ashlar.account.Caller;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.Route.Auth;
import org.ashlar.base.http.Route.Rate;
import org.ashlar.base.http.Wait;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.limit.Limit;
import org.ashlar.client.rest.ClientHouse.Answer;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.GuardedEndpoint;
import org.ashlar.client.rest.endpoint.RateClasses;
import org.ashlar.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final UserId ALICE = new UserId("@alice:test");

  private final ClientHouse house = new ClientHouse().open();

  @Test
  void takesTheTokenFromTheHeaderOrTheQuery() {
    String token = house.register("alice");

    assertThat(house.call("GET", WHOAMI, header("Bearer " + token), null).status()).isEqualTo(200);
    assertThat(house.call("GET", WHOAMI, header("bearer " + token), null).status()).isEqualTo(200);
    assertThat(house.get(WHOAMI + "?access_token=" + token, null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic abc", "nonsense"})
  void asksForAMissingToken(String authorization) {
    assertThat(house.call("GET", WHOAMI, header(authorization), null).error())
        .isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.get(WHOAMI, null).error()).isEqualTo("401 M_MISSING_TOKEN");
    assertThat(house.get(WHOAMI + "?access_token=", null).error()).isEqualTo("401 M_MISSING_TOKEN");
  }

  @Test
  void refusesAnUnknownToken() {
    Answer answer = house.get(WHOAMI, "nonsense");

    assertThat(answer.error()).isEqualTo("401 M_UNKNOWN_TOKEN");
    assertThat(answer.body().bool("soft_logout")).contains(false);
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE,200 null",
    "SUSPENDED,200 null",
    "SHADOW_BANNED,200 null",
    "LOCKED,401 M_USER_LOCKED",
    "DEACTIVATED,401 M_UNKNOWN_TOKEN",
    "EXPIRED,403 ORG_MATRIX_EXPIRED_ACCOUNT",
  })
  void treatsAccountsByTheirStatus(Caller.Status status, String expected) {
    house.house.accounts.createUser("alice", "secret", false);
    house.house.store.setStatus(ALICE, status);
    String token = tokenOfAlice();

    assertThat(house.get(WHOAMI, token).error()).isEqualTo(expected);
  }

  @Test
  void letsLockedUsersLogOut() {
    house.house.accounts.createUser("alice", "secret", false);
    house.house.store.setStatus(ALICE, Caller.Status.LOCKED);

    assertThat(house.post("/_matrix/client/v3/logout", tokenOfAlice(), null).status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,  none,  200 null",
    "NONE,  wrong, 200 null",
    "OPTIONAL, none, 200 null",
    "OPTIONAL, wrong, 401 M_UNKNOWN_TOKEN",
    "OPTIONAL, user, 200 null",
    "USER,  none,  401 M_MISSING_TOKEN",
    "USER,  user,  200 null",
    "USER,  guest, 403 M_GUEST_ACCESS_FORBIDDEN",
    "GUEST, guest, 200 null",
    "ADMIN, guest, 403 M_GUEST_ACCESS_FORBIDDEN",
    "ADMIN, user,  403 M_FORBIDDEN",
    "ADMIN, admin, 200 null",
  })
  void admitsWhomTheRouteAdmits(Auth auth, String who, String expected) {
    assertThat(error(guarded(auth, Rate.NONE, request -> Reply.ok()), token(who)))
        .isEqualTo(expected);
  }

  @Test
  void bindsTheCallerIntoTheContext() {
    StringBuilder seen = new StringBuilder();
    var endpoint =
        guarded(
            Auth.USER,
            Rate.NONE,
            request -> {
              seen.append(RequestContext.current().caller().orElseThrow());
              return Reply.ok();
            });

    endpoint.handle(request(token("user"), null));

    assertThat(seen).hasToString("@user:test");
  }

  @Test
  void answersAStoreThatIsAwayWithRetryLater() {
    var endpoint =
        guarded(
            Auth.NONE,
            Rate.NONE,
            request -> {
              throw new StoreException("away", true);
            });

    Reply reply = (Reply) endpoint.handle(request(null, null));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers()).containsEntry("Retry-After", "1");
    assertThat(Json.parseObject(reply.body()).string("errcode")).contains("M_UNKNOWN");
  }

  @Test
  void leavesOtherFaultsOfTheStoreToTheConnector() {
    var endpoint =
        guarded(
            Auth.NONE,
            Rate.NONE,
            request -> {
              throw new StoreException("broken", false);
            });

    assertThatThrownBy(() -> endpoint.handle(request(null, null)))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void countsRatesByUserAndTellsWhenToTryAgain() {
    house.limit(Map.of(RateClasses.MESSAGE, new Limit(0.5, 2)));
    var endpoint = guarded(Auth.USER, Rate.MESSAGE, request -> Reply.ok());
    String token = token("user");
    String admin = token("admin");
    assertThat(error(endpoint, token)).isEqualTo("200 null");
    assertThat(error(endpoint, token)).isEqualTo("200 null");

    Reply refused = (Reply) endpoint.handle(request(token, null));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers()).containsEntry("Retry-After", "2");
    assertThat(Json.parseObject(refused.body()).integer("retry_after_ms")).hasValue(2000);
    assertThat(Json.parseObject(refused.body()).string("errcode")).contains("M_LIMIT_EXCEEDED");
    assertThat(error(endpoint, admin)).isEqualTo("200 null");
    house.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(error(endpoint, token)).isEqualTo("200 null");
  }

  @Test
  void doesNotCountARequestAgainThatWaited() {
    house.limit(Map.of(RateClasses.OTHER, new Limit(0.5, 1)));
    var endpoint =
        guarded(
            Auth.USER,
            Rate.OTHER,
            request ->
                new Wait(java.util.Set.of("user:@user:test"), Duration.ofSeconds(1), "token"));
    String token = token("user");

    assertThat(endpoint.handle(request(token, null))).isInstanceOf(Wait.class);
    assertThat(endpoint.handle(request(token, "token"))).isInstanceOf(Wait.class);
    assertThat(endpoint.handle(request(token, null))).isInstanceOf(Reply.class);
  }

  @Test
  void whatCanNeverPassIsNotToldToComeBack() {
    // Given
    house.limit(Map.of(RateClasses.INVITE_ISSUER, new Limit(1, 3)));
    String token = house.register("alice");
    // When
    Answer answer =
        house.post(
            "/_matrix/client/v3/createRoom",
            token,
            "{\"invite\":[\"@a:test\",\"@b:test\",\"@c:test\",\"@d:test\"]}");
    // Then
    assertThat(answer.error()).isEqualTo("400 M_INVALID_PARAM");
    assertThat(answer.text("error")).contains("at most 3");
  }

  @Test
  void limitsNothingWhenSwitchedOff() {
    var endpoint = guarded(Auth.NONE, Rate.LOGIN, request -> Reply.ok());
    house.limit(Map.of(RateClasses.LOGIN_ADDRESS, new Limit(0.1, 1)));
    house.limits.enable(false);

    for (int i = 0; i < 10; i++) {
      assertThat(error(endpoint, null)).isEqualTo("200 null");
    }
  }

  private GuardedEndpoint guarded(Auth auth, Rate rate, Work work) {
    ClientEndpoint endpoint =
        new ClientEndpoint() {
          @Override
          public Route route() {
            return new Route("GET", "/test", auth, rate, "https://example.org");
          }

          @Override
          public Outcome handle(ClientRequest request) {
            return work.answer(request);
          }
        };
    Gate<Accounts> gate = new Selections().gate(Accounts.class);
    gate.bind(new NumberedReference<>(1, Accounts.class), house.house.accounts);
    return new GuardedEndpoint(endpoint, endpoint.route(), gate, house.limits);
  }

  private String token(String who) {
    return switch (who) {
      case "none" -> null;
      case "wrong" -> "nonsense";
      case "guest" ->
          house.post("/_matrix/client/v3/register?kind=guest", null, "{}").text("access_token");
      case "user" -> house.register("user");
      default -> {
        house.house.accounts.createUser("root", "secret", true);
        yield house
            .post(
                "/_matrix/client/v3/login",
                null,
                "{\"type\":\"m.login.password\",\"user\":\"root\",\"password\":\"secret\"}")
            .text("access_token");
      }
    };
  }

  private String tokenOfAlice() {
    house.house.store.openSession(
        new org.ashlar.account.NewSession(
            ALICE,
            new org.ashlar.base.id.DeviceId("D"),
            null,
            org.ashlar.account.SessionTokens.of(
                org.ashlar.account.core.session.AccessTokens.hash("alices"), null),
            java.time.Instant.EPOCH));
    return "alices";
  }

  private static String error(GuardedEndpoint endpoint, String token) {
    try {
      Reply reply = (Reply) endpoint.handle(request(token, null));
      return reply.status() + " " + Json.parseObject(reply.body()).string("errcode").orElse(null);
    } catch (MatrixException e) {
      return e.status() + " " + e.code();
    }
  }

  private static Request request(String token, String resume) {
    Map<String, String> headers = new HashMap<>();
    if (token != null) {
      headers.put("authorization", "Bearer " + token);
    }
    return new Request(
        "GET", "/test", Map.of(), Map.of(), headers, "192.0.2.1", new byte[0], resume);
  }

  private static Map<String, String> header(String authorization) {
    return Map.of("authorization", authorization);
  }

  private interface Work {
    Outcome answer(ClientRequest request);
  }
}
