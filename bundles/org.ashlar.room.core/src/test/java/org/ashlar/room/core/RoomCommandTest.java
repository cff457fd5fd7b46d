package org.ashlar.room.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCommand.Act;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomCommandTest {
  private final RoomCommand command = new RoomCommand(new Selections());

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
}
