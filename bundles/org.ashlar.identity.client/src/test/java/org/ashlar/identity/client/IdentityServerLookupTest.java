package org.ashlar.identity.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.outbound.OutboundHttp;
import org.ashlar.directory.InvitationLookup.Address;
import org.ashlar.directory.InvitationLookup.Found;
import org.ashlar.directory.InvitationLookup.Invitation;
import org.ashlar.directory.InvitationLookup.Stored;
import org.ashlar.outbound.HttpsServerWithOwnAuthority;
import org.ashlar.outbound.JavaOutboundHttp;
import org.ashlar.outbound.OutboundHouse;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityServerLookupTest {
  private static final String DETAILS =
      "{\"lookup_pepper\":\"matrixrocks\",\"algorithms\":[\"none\",\"sha256\"]}";
  private static final String HASH = "4kenr7N9drpCJ4AfalmlGQVsOn3o2RHjkADUpXJWZUc";
  private static final String STORED =
      "{\"token\":\"to_ken\",\"display_name\":\"a...@e...\",\"public_keys\":["
          + "{\"public_key\":\"one\",\"key_validity_url\":\"https://is/valid\"},"
          + "{\"public_key\":\"two\",\"key_validity_url\":\"https://is/ephemeral\"}]}";
  private static final Invitation INVITATION =
      new Invitation(
          new UserId("@bob:test"),
          new RoomId("!room:test"),
          JsonObject.builder().put("room_name", "Lounge").build());

  @TempDir private static Path folder;
  private final Queue<String> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private HttpsServerWithOwnAuthority server;
  private JavaOutboundHttp http;
  private IdentityServerLookup lookup;

  @BeforeEach
  void open() throws Exception {
    server = new HttpsServerWithOwnAuthority(folder, this::answer);
    http = OutboundHouse.http(folder, new String[] {"authority.pem"}, new String[0]);
    lookup = lookup(http);
  }

  @AfterEach
  void close() {
    OutboundHouse.close(http);
    server.close();
  }

  /// Gives the next answer, which begins with its status.
  private void answer(HttpExchange exchange) throws IOException {
    asked.add(
        "%s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    String answer = answers.remove();
    byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @Test
  void anAddressIsAskedForByItsHashAndFound() {
    answers.add("200 " + DETAILS);
    answers.add("200 {\"mappings\":{\"" + HASH + "\":\"@alice:example.org\"}}");

    Found found = lookup.lookup(address("email", "Alice@Example.com"));

    assertThat(found).isEqualTo(new Found.Known(new UserId("@alice:example.org")));
    assertThat(asked)
        .containsExactly(
            "GET /_matrix/identity/v2/hash_details Bearer secret ",
            "POST /_matrix/identity/v2/lookup Bearer secret {\"algorithm\":\"sha256\","
                + "\"pepper\":\"matrixrocks\",\"addresses\":[\""
                + HASH
                + "\"]}");
  }

  @Test
  void anAddressIsAskedForPlainlyWhereTheServerKnowsNoHash() {
    answers.add("200 {\"lookup_pepper\":\"p\",\"algorithms\":[\"none\"]}");
    answers.add("200 {\"mappings\":{\"18005552067 msisdn\":\"@bob:example.org\"}}");

    assertThat(lookup.lookup(address("msisdn", "18005552067")))
        .isEqualTo(new Found.Known(new UserId("@bob:example.org")));
  }

  @Test
  void anAddressThatNobodyHasIsNotFound() {
    answers.add("200 " + DETAILS);
    answers.add("200 {\"mappings\":{}}");

    assertThat(lookup.lookup(address("email", "a@b.c"))).isEqualTo(new Found.Nobody());
  }

  @Test
  void aPepperThatHasChangedIsAskedForOnceMore() {
    answers.add("200 {\"lookup_pepper\":\"old\",\"algorithms\":[\"sha256\"]}");
    answers.add("400 {\"errcode\":\"M_INVALID_PEPPER\",\"error\":\"rotated\"}");
    answers.add("200 " + DETAILS);
    answers.add("200 {\"mappings\":{\"" + HASH + "\":\"@alice:example.org\"}}");

    assertThat(lookup.lookup(address("email", "alice@example.com")))
        .isEqualTo(new Found.Known(new UserId("@alice:example.org")));
    assertThat(answers).isEmpty();
  }

  @Test
  void anInvitationIsLeftWithItsKeys() {
    answers.add("200 " + STORED);

    Stored stored = lookup.store(address("email", "a@b.c"), INVITATION);

    assertThat(stored.token()).isEqualTo("to_ken");
    assertThat(stored.content())
        .isEqualTo(
            Json.parse(
                """
                {"display_name":"a...@e...","key_validity_url":"https://is/valid",
                 "public_key":"one","public_keys":[
                  {"public_key":"one","key_validity_url":"https://is/valid"},
                  {"public_key":"two","key_validity_url":"https://is/ephemeral"}]}
                """));
    assertThat(asked)
        .containsExactly(
            "POST /_matrix/identity/v2/store-invite Bearer secret {\"room_name\":\"Lounge\","
                + "\"medium\":\"email\",\"address\":\"a@b.c\",\"room_id\":\"!room:test\","
                + "\"sender\":\"@bob:test\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 {\"errcode\":\"M_UNAUTHORIZED\"}|403 M_FORBIDDEN",
        "403 {\"errcode\":\"M_TERMS_NOT_SIGNED\",\"error\":\"sign\"}|403 M_THREEPID_DENIED",
        "400 {\"errcode\":\"M_UNRECOGNIZED\"}|403 M_THREEPID_DENIED",
        "404 {}|400 M_SERVER_NOT_TRUSTED",
        "500 {}|400 M_SERVER_NOT_TRUSTED",
        "302 {}|400 M_SERVER_NOT_TRUSTED",
        "200 <html>|400 M_SERVER_NOT_TRUSTED",
        "200 {}|400 M_SERVER_NOT_TRUSTED",
        "200 {\"token\":\"with space\"}|400 M_SERVER_NOT_TRUSTED",
        "200 {\"token\":\"t\",\"display_name\":\"d\",\"public_keys\":[]}|400 M_SERVER_NOT_TRUSTED",
      })
  void whatTheIdentityServerRefusesIsToldAsTheSpecificationHasIt(String answer, String error) {
    answers.add(answer);

    assertFault(() -> lookup.store(address("email", "a@b.c"), INVITATION), error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"algorithms\":[\"sha256\"]}",
        "{\"lookup_pepper\":\"p\",\"algorithms\":[\"md5\"]}",
      })
  void aServerThatDoesNotSayHowToHashIsNotTrusted(String details) {
    answers.add("200 " + details);

    assertFault(() -> lookup.lookup(address("email", "a@b.c")), "400 M_SERVER_NOT_TRUSTED");
  }

  @Test
  void aMappingToNoUserIsNotTrusted() {
    answers.add("200 " + DETAILS);
    answers.add("200 {\"mappings\":{\"" + HASH + "\":\"alice\"}}");

    assertFault(
        () -> lookup.lookup(address("email", "alice@example.com")), "400 M_SERVER_NOT_TRUSTED");
  }

  @Test
  void aServerThatIsDownIsToldSo() {
    server.close();

    assertFault(() -> lookup.lookup(address("email", "a@b.c")), "400 M_SERVER_NOT_TRUSTED");
  }

  @Test
  void aServerInADeniedNetworkIsNotAsked() {
    JavaOutboundHttp strict =
        OutboundHouse.http(
            folder, new String[] {"authority.pem"}, new String[] {"127.0.0.0/8", "::1/128"});
    try {
      assertFault(
          () -> lookup(strict).lookup(address("email", "a@b.c")), "400 M_SERVER_NOT_TRUSTED");
      assertThat(asked).isEmpty();
    } finally {
      OutboundHouse.close(strict);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "user@host", "host:port", "host?x"})
  void whatIsNoServerNameIsRefused(String name) {
    Address address = new Address(name, "secret", "email", "a@b.c");

    assertFault(() -> lookup.lookup(address), "400 M_INVALID_PARAM");
  }

  private Address address(String medium, String address) {
    return new Address(server.name(), "secret", medium, address);
  }

  private static IdentityServerLookup lookup(OutboundHttp http) {
    IdentityServerLookup lookup = new IdentityServerLookup(new Selections());
    lookup.bindHttp(new NumberedReference<>(1, OutboundHttp.class), http);
    return lookup;
  }

  private static void assertFault(ThrowingCallable call, String fault) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MatrixException.class, e -> assertThat(e.status() + " " + e.code()).isEqualTo(fault));
  }
}
