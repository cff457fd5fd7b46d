package org.ashlar.context.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.install.ControlCommand.Act;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.log.LevelOverride;
import org.ashlar.base.log.Logging;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LogCommandTest {
  private final Terminal terminal = new Terminal();
  private final LogCommand command = new LogCommand(Logging.current(), "org.ashlar.there"::equals);

  @AfterEach
  void asBefore() {
    Logging.current().overrides().forEach(o -> Logging.current().reset(o.what()));
  }

  @Test
  void aBundleIsHeardForTenMinutesUnlessTold() {
    Instant before = Instant.now();

    assertThat(run("org.ashlar.sync", "debug")).isZero();
    assertThat(run("@bob:x.org", "TRACE", "--for", "2h")).isZero();

    List<LevelOverride> held = Logging.current().overrides();
    assertThat(held)
        .extracting(LevelOverride::what)
        .containsExactly("org.ashlar.sync", "@bob:x.org");
    assertThat(held).extracting(LevelOverride::level).containsExactly(Level.DEBUG, Level.TRACE);
    assertThat(held.get(0).until())
        .isBetween(before.plus(Duration.ofMinutes(10)), Instant.now().plus(Duration.ofMinutes(10)));
    assertThat(held.get(1).until())
        .isBetween(before.plus(Duration.ofHours(2)), Instant.now().plus(Duration.ofHours(2)));
    assertThat(Logging.current().getLogger("org.ashlar.sync.Poll").isDebugEnabled()).isTrue();
  }

  @Test
  void itShowsWhatHoldsAndUntilWhen() {
    assertThat(run()).isZero();
    run("!room:x.org", "trace");
    terminal.lines.clear();

    assertThat(run()).isZero();

    assertThat(terminal.lines).singleElement().asString().matches("!room:x.org trace until \\S+Z");
  }

  @Test
  void itEndsOneOrAll() {
    run("org.ashlar.sync", "debug");
    run("org.ashlar.push", "debug");
    run("org.ashlar.room", "debug");

    assertThat(run("reset", "org.ashlar.push")).isZero();
    assertThat(Logging.current().overrides()).hasSize(2);
    assertThatExceptionOfType(MatrixException.class)
        .isThrownBy(() -> run("reset", "org.ashlar.push"))
        .withMessageContaining("org.ashlar.push");
    assertThat(run("reset")).isZero();
    assertThat(Logging.current().overrides()).isEmpty();
  }

  @Test
  void whatIsNoGoodIsRefusedWithASentence() {
    assertThat(run("org.ashlar.sync", "loud")).isEqualTo(2);
    assertThat(run("org.ashlar.sync")).isEqualTo(2);
    assertThat(run("org.ashlar.sync", "debug", "--for", "soon")).isEqualTo(2);
    assertThat(run("org.ashlar.sync", "debug", "--for", "25h")).isEqualTo(2);
    assertThat(run("org.ashlar.sync", "debug", "--for", "3d")).isEqualTo(2);
    assertThat(run("#alias:x.org", "debug")).isEqualTo(2);
    assertThat(run("reset", "a", "b")).isEqualTo(2);
    assertThat(terminal.errors)
        .contains("loud is no level; levels are trace, debug, info, warn, error.")
        .contains("soon is no time; times are such as 30s, 10m, 2h, 1d.")
        .anyMatch(e -> e.contains("24 hours"))
        .anyMatch(e -> e.contains("!"));
    assertThat(Logging.current().overrides()).isEmpty();
  }

  @Test
  void aNameThatNothingBearsIsToldAndHoldsAllTheSame() {
    Logging.current().getLogger("org.ashlar.logs.Here");

    assertThat(run("bob", "debug")).isZero();
    assertThat(run("org.ashlar.nonsense", "debug", "--for", "1d")).isZero();
    assertThat(terminal.errors)
        .containsExactly(
            "Nothing has logged as bob yet, and there is no such bundle; a user is such as"
                + " @bob:example.org.",
            "Nothing has logged as org.ashlar.nonsense yet, and there is no such bundle; a user is"
                + " such as @bob:example.org.");

    terminal.errors.clear();
    for (String known : List.of("org.ashlar.logs", "org.ashlar.there", "@x:y", "!room")) {
      assertThat(run(known, "debug")).isZero();
    }
    assertThat(terminal.errors).isEmpty();
    assertThat(Logging.current().overrides()).hasSize(6);
  }

  @Test
  void whatIsHeardMoreOrLessOfIsTheTarget() {
    assertThat(command.act(List.of())).isEmpty();
    assertThat(command.act(List.of("org.ashlar.sync", "debug")))
        .contains(new Act("log.level", "org.ashlar.sync"));
    assertThat(command.act(List.of("reset", "@x:y"))).contains(new Act("log.level", "@x:y"));
    assertThat(command.act(List.of("reset"))).contains(new Act("log.level", ""));
  }

  private int run(String... words) {
    return command.run(List.of(words), terminal);
  }

  private static final class Terminal implements ControlTerminal {
    private final List<String> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

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
      throw new IllegalStateException(question);
    }
  }
}
