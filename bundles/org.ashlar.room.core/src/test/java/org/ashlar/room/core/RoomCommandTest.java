package org.ashlar.room.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCommand.Act;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.room.RoomCare;
import org.ashlar.room.RoomCare.Bound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoomCommandTest {
  private final RoomCommand command = new RoomCommand(new Selections());
  private final List<String> told = new ArrayList<>();
  private final ControlTerminal terminal =
      new ControlTerminal() {
        @Override
        public void line(String text) {
          told.add(text);
        }

        @Override
        public void error(String text) {
          told.add(text);
        }

        @Override
        public String ask(String question) {
          throw new IllegalStateException(question);
        }
      };

  @ParameterizedTest
  @ValueSource(strings = {"delete", "purge", "block", "unblock"})
  void whatIsDoneToARoomIsAnActUponIt(String word) {
    assertThat(command.act(List.of(word, "!a:test", "--block")))
        .contains(new Act("room." + word, "!a:test"));
  }

  @Test
  void aSweepAndWhatIsIncompleteAreNone() {
    assertThat(command.act(List.of("sweep", "!a:test"))).isEmpty();
    assertThat(command.act(List.of("delete"))).isEmpty();
    assertThat(command.act(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-28, 2026-11-28T00:00:00Z",
    "2026-11-28T13:14:15Z, 2026-11-28T13:14:15Z",
  })
  void aPurgeTakesADayOrAnInstant(String text, Instant bound) {
    // Given
    List<Bound> bounds = new ArrayList<>();
    Object care =
        Proxy.newProxyInstance(
            RoomCare.class.getClassLoader(),
            new Class<?>[] {RoomCare.class},
            (_, method, given) -> {
              assertThat(method.getName()).isEqualTo("purge");
              bounds.add((Bound) given[1]);
              return 7L;
            });
    command.bindCare(new NumberedReference<>(1, RoomCare.class), (RoomCare) care);
    // When
    int exit = command.run(List.of("purge", "!a:test", text), terminal);
    // Then
    assertThat(exit).isZero();
    assertThat(bounds).containsExactly(new Bound.Until(bound));
    assertThat(told).containsExactly("7 events were purged");
  }

  @ParameterizedTest
  @CsvSource({
    "purge !a:test yesterday, yesterday is no event and no time",
    "purge !a:test 2026-13-01, 2026-13-01 is no event and no time",
    "purge !a:test 2026-11-28T1, 2026-11-28T1 is no event and no time",
    "sweep a, a is no room",
    "purge !a:test, Usage: ",
    "delete !a:test x, Usage: ",
    "mend !a:test, Usage: ",
    "mend, Usage: ",
  })
  void whatIsWrongWithACallIsTold(String words, String first) {
    assertThat(command.run(List.of(words.split(" ")), terminal)).isEqualTo(2);
    assertThat(told.getFirst()).startsWith(first);
    assertThat(told.getLast()).startsWith("Usage: room sweep ROOM | purge ROOM ");
  }
}
