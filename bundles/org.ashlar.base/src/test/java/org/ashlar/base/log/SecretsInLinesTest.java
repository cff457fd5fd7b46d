package org.ashlar.base.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random secrets in random encodings and places never come through.
class SecretsInLinesTest {
  private static final int RUNS = Integer.getInteger("ashlar.runs", 5_000);
  private static final String URL_SAFE =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String ANY = URL_SAFE + "!$'()*,;:@/?.~ \"\\<>[]{}&=#%+|^`";

  /// What does not begin an encoded character; a text has that encoded in its turn.
  private static final String PLAIN = ANY.replaceAll("[%\\\\]", "");

  private static final List<String> NAMES =
      List.of(
          "access_token",
          "refresh_token",
          "login_token",
          "loginToken",
          "registration_token",
          "client_secret",
          "password",
          "new_password",
          "registration_shared_secret",
          "signing_key",
          "private_key");

  private final Random random = new Random(20_260);

  /// A text, and the parts of a secret that must not come through.
  private record Text(String text, List<String> parts) {}

  @Test
  void secretsInAddressesDoNotComeThrough() {
    for (int i = 0; i < RUNS; i++) {
      String secret = text(ANY, 8 + random.nextInt(40));
      String value = percent(secret, random.nextInt(3));
      int deep = random.nextInt(4);
      String query = anyPercent(pick(NAMES)) + "=" + value;
      String address = "/_matrix/x?since=s1_2&" + query + "&b=1";
      for (int j = 0; j < deep; j++) {
        address = "/other?to=" + percent(address, 1) + "&z=2";
      }
      assertHidden("GET " + address + " HTTP/1.1", new Text(address, parts(secret)));
    }
  }

  @Test
  void secretsInJsonDoNotComeThrough() {
    for (int i = 0; i < RUNS; i++) {
      String secret = text(ANY, 8 + random.nextInt(40));
      String json =
          "{\"a\":1,\""
              + pick(NAMES)
              + "\""
              + pick(List.of(":", ": ", " : "))
              + quoted(secret)
              + ",\"z\":\"end\"}";
      int deep = random.nextInt(3);
      for (int j = 0; j < deep; j++) {
        json = "{\"body\":" + quoted(json) + "}";
      }
      if (random.nextInt(8) == 0) {
        json = json.replace("\"", "%22");
      } else if (random.nextInt(4) == 0) {
        json = "GET /sync?filter=" + percent(json, 1 + random.nextInt(2)) + "&timeout=0";
      }
      assertHidden("Body: " + json, new Text(json, parts(secret)));
    }
  }

  @Test
  void tokensOfThisServerDoNotComeThroughWhereverTheyStand() {
    for (int i = 0; i < RUNS; i++) {
      String secret = text(URL_SAFE, 43);
      String token = pick(List.of("ash_", "ashr_")) + secret;
      String written = anyEncoding().apply(token);
      String line = text(PLAIN, random.nextInt(20)) + written + text(" .,;\"'", random.nextInt(4));
      assertHidden(line, new Text(line, List.of(secret.substring(0, 12), secret.substring(31))));
    }
  }

  @Test
  void secretsInHeadersAndTextDoNotComeThrough() {
    for (int i = 0; i < RUNS; i++) {
      String secret = text(ANY.replaceAll("[\\s\"'<&\\[\\]{}\\\\]", ""), 8 + random.nextInt(40));
      String head =
          pick(
              List.of(
                  "Authorization: Bearer ",
                  "authorization: Basic ",
                  "Authorization=Bearer ",
                  "Cookie: ",
                  "Login[user=@a:b, password=",
                  "X-Auth-Token: ",
                  "accessToken=",
                  "client_secret: ",
                  "mac=",
                  "\"mac\": "));
      UnaryOperator<String> letters =
          pick(List.of(UnaryOperator.identity(), t -> t.toLowerCase(Locale.ROOT)));
      String line = "x " + letters.apply(head) + secret + " y";
      assertHidden(line, new Text(line, parts(secret)));
    }
  }

  @Test
  void passwordsInAddressesOfServersDoNotComeThrough() {
    for (int i = 0; i < RUNS; i++) {
      String secret = text(ANY, 8 + random.nextInt(20));
      String line = "open jdbc:postgresql://user:" + percent(secret, 1) + "@host:5432/db?x=1";
      assertHidden(line, new Text(line, parts(secret)));
      assertThat(Redactor.redact(line)).endsWith("@host:5432/db?x=1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /_matrix/client/v3/sync?since=s12_34&timeout=30000",
        "see https://example.org:8448/a?b=c@d for the token holder",
        "the flash_message_of_the_day_is_long and mash_potatoes_for_everybody",
        "PUT /_matrix/client/v3/rooms/%21abc%3Ax.org/send/m.room.message/1",
        "key ed25519:a_1 of matrix.org is known",
        "m.login.token, m.login.password",
        "C:\\users\\x 100%25 of %zz",
      })
  void whatIsNoSecretStays(String text) {
    assertThat(Redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void aSigningKeyDoesNotComeThrough() {
    String seed = text(URL_SAFE.replaceAll("[-_]", "+"), 43);
    assertThat(Redactor.redact("broken: ed25519 a_xyz " + seed))
        .isEqualTo("broken: ed25519 a_xyz <redacted>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access_token",
        "access%5ftoken",
        "access%255Ftoken",
        "%61ccess_toke%6E",
        "loginToken",
        "client_secret",
        "token",
        "new_password",
        "mac"
      })
  void aSecretParameterIsKnownByItsName(String name) {
    assertThat(Redactor.isSecret(name)).isTrue();
    assertThat(Redactor.isSecret("x" + name + "x")).isFalse();
  }

  /// A form that cannot be attacked: the work grows with the text alone.
  @ParameterizedTest
  @ValueSource(
      strings = {"token", "password ", "://a:", "%25", "\\u005c", "bearer  ", "ash_", "\\\""})
  void longTextsTakeNoLongTime(String part) {
    String text = part.repeat(32_768 / part.length());
    long start = cpuTime();
    for (int i = 0; i < 5; i++) {
      assertThat(Redactor.redact(text)).isNotNull();
    }
    assertThat((cpuTime() - start) / 1_000_000).isLessThan(2_500);
  }

  /// The time of this thread alone, whatever else the machine does.
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void assertHidden(String line, Text text) {
    String result = Redactor.redact(line);
    String plain = PlainForm.of(result).plain();
    for (String part : text.parts) {
      if (part.length() >= 6) {
        assertThat(result).as(line).doesNotContain(part);
        assertThat(plain).as(line).doesNotContain(part);
      }
    }
    assertThat(result).as(line).contains("<redacted>");
  }

  /// All runs of six characters that could give a secret away.
  private static List<String> parts(String secret) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i + 6 <= secret.length(); i++) {
      parts.add(secret.substring(i, i + 6));
    }
    return parts;
  }

  private UnaryOperator<String> anyEncoding() {
    return pick(
        List.of(
            UnaryOperator.identity(),
            this::anyPercent,
            t -> percent(anyPercent(t), 1),
            t -> percent(t, 2),
            this::escaped));
  }

  /// Each character as it is or as its number.
  private String escaped(String text) {
    StringBuilder result = new StringBuilder();
    for (char c : text.toCharArray()) {
      result.append(random.nextBoolean() ? c : "\\u" + HexFormat.of().toHexDigits(c));
    }
    return result.toString();
  }

  /// Each character as it is or encoded, with either kind of hexadecimal digits.
  private String anyPercent(String text) {
    StringBuilder result = new StringBuilder();
    for (char c : text.toCharArray()) {
      result.append(random.nextInt(3) > 0 ? c : encoded(c));
    }
    return result.toString();
  }

  private String percent(String text, int times) {
    String result = text;
    boolean once = false;
    for (int i = 0; i < Math.max(1, times); i++) {
      StringBuilder next = new StringBuilder();
      for (char c : result.toCharArray()) {
        boolean safe = URL_SAFE.indexOf(c) >= 0;
        next.append(safe && random.nextInt(8) > 0 ? c : c == ' ' && !once ? '+' : encoded(c));
      }
      result = next.toString();
      once = true;
    }
    return result;
  }

  private String encoded(char c) {
    HexFormat hex = HexFormat.of();
    return "%" + (random.nextBoolean() ? hex : hex.withUpperCase()).toHexDigits((byte) c);
  }

  private String quoted(String text) {
    String quote = random.nextInt(4) == 0 ? "\\u0022" : "\\\"";
    StringBuilder result = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"') {
        result.append(quote);
      } else if (c == '\\') {
        result.append("\\\\");
      } else if (c < 0x20 || random.nextInt(16) == 0) {
        result.append("\\u" + HexFormat.of().toHexDigits(c));
      } else {
        result.append(c);
      }
    }
    return result.append('"').toString();
  }

  private String text(String characters, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) characters.charAt(random.nextInt(characters.length()));
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
