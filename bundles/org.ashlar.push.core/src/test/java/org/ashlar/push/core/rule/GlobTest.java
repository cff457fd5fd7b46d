package org.ashlar.push.core.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "lunc?*    |Lunch plans |true",
        "lunc?*    |LUNCH       |true",
        "lunc?*    |' lunch'    |false",
        "lunc?*    |lunc        |false",
        "''        |''          |true",
        "''        |a           |false",
        "*         |''          |true",
        "***       |anything    |true",
        "?         |''          |false",
        "?         |\uD83D\uDE00|true",
        "??        |\uD83D\uDE00|false",
        "a*b*c     |aXbXbXc     |true",
        "a*b*c     |aXcXb       |false",
        "[a-z]+    |[a-z]+      |true",
        "[a-z]+    |abc         |false",
        "a.c       |abc         |false",
        "a\\*      |a\\b        |true",
        "\u00C4rger|\u00E4RGER  |true",
        "*\u03C3   |\u039F\u03A3|true",
      })
  void matchesWholeTexts(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void matchesOverLines() {
    assertThat(Glob.of("a*b?c").matches("a\n\nb\nc")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "ex*ple |An example event.        |true",
        "ex*ple |exple                    |true",
        "ex*ple |An exciting triple-whammy|true",
        "ex*ple |examples                 |false",
        "ex*ple |an unexample             |false",
        "cake   |CAKE!                    |true",
        "cake   |cheesecake               |false",
        "cake   |cake_day                 |false",
        "cake   |cake2                    |false",
        "cake   |the-cake-is              |true",
        "cake   |\u00E9cake\u00E9         |true",
        "!cake  |no!cake                  |true",
        "cake!  |cake!no                  |true",
        "c?ke   |a cuke                   |true",
        "*      |''                       |true",
        "''     |word                     |true",
        "a b    |xa b                     |false",
        "a*     |banana a                 |true",
        "ana*   |banana                   |false",
        "a?     |ab                       |true",
        "a?     |abc                      |false",
      })
  void findsWholeWords(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matchesWords(text)).isEqualTo(matches);
  }

  @Test
  void takesLiteralTextsAsTheyAre() {
    assertThat(Glob.literal("a*?").matchesWords("so a*? it is")).isTrue();
    assertThat(Glob.literal("a*?").matchesWords("so abc it is")).isFalse();
  }

  @Test
  void knowsPatternsLongerThanAWord() {
    String text = "abcdefghij".repeat(30);

    assertThat(Glob.of(text).matches(text)).isTrue();
    assertThat(Glob.of(text + "?").matches(text)).isFalse();
    assertThat(Glob.of("?".repeat(150) + "*" + text.substring(150)).matches(text)).isTrue();
    assertThat(Glob.of(text).matchesWords("and " + text + " too")).isTrue();
  }

  @Test
  void agreesWithRegularExpressions() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      String pattern = text(random, "ab*? ", 6);
      String text = text(random, "ab -", 10);
      String regex = pattern.replace("*", ".*").replace("?", ".");
      String words = "(?<![A-Za-z0-9_](?=[A-Za-z0-9_]))%s(?!(?<=[A-Za-z0-9_])[A-Za-z0-9_])";

      assertThat(Glob.of(pattern).matches(text))
          .as("%s %s", pattern, text)
          .isEqualTo(Pattern.matches(regex, text));
      assertThat(Glob.of(pattern).matchesWords(text))
          .as("%s in %s", pattern, text)
          .isEqualTo(Pattern.compile(words.formatted(regex)).matcher(text).find());
    }
  }

  @Test
  void doesNotGetLostInManyStars() {
    String pattern = "*a".repeat(200) + "b";

    assertThat(Glob.of(pattern).matches("a".repeat(60_000))).isFalse();
  }

  private static String text(Random random, String letters, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
