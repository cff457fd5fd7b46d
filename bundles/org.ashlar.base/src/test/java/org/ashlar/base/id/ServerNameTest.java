package org.ashlar.base.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNameTest {
  /// The grammar of the specification, IPv6 and IPv4 literals not looked into.
  private static final Pattern GRAMMAR =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]{2,45}]|[0-9A-Za-z.-]{1,230})(?::[0-9]{1,5})?");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "example.org",
        "Example.org:8448",
        "1.2.3.4:5",
        "[::]",
        "[1234:5678::abcd]:12345",
        "-"
      })
  void theseAreServerNames(String name) {
    assertThat(ServerName.isValid(name)).isTrue();
    assertThat(new ServerName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":1",
        "a:",
        "a:123456",
        "a:b",
        "a:1:2",
        "a_b",
        "ä",
        "[:]",
        "[::",
        "[::]a",
        "[g::]",
        "a b",
        "[]",
        "a\n",
        "a:1 "
      })
  void theseAreNot(String name) {
    assertThat(ServerName.isValid(name)).isFalse();
    assertThatThrownBy(() -> new ServerName(name)).isInstanceOf(IllegalArgumentException.class);
    assertThat(UserId.isValid("@u:" + name)).isFalse();
  }

  @Test
  void aNameHas230CharactersAtMost() {
    assertThat(ServerName.isValid("a".repeat(230))).isTrue();
    assertThat(ServerName.isValid("a".repeat(231))).isFalse();
    assertThat(ServerName.isValid("[" + "a".repeat(45) + "]")).isTrue();
    assertThat(ServerName.isValid("[" + "a".repeat(46) + "]")).isFalse();
  }

  @Test
  void anyTextIsJudgedByTheGrammar() {
    Random random = new Random(7);
    String letters = "aZ09.-:[]fg_\u00e9";
    int valid = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      boolean expected = GRAMMAR.matcher(text).matches();
      valid += expected ? 1 : 0;
      assertThat(ServerName.isValid(text.toString())).as(text.toString()).isEqualTo(expected);
    }
    assertThat(valid).isGreaterThan(10_000);
  }
}
