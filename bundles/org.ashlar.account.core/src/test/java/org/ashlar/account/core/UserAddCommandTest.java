package org.ashlar.account.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.SessionRequest;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.ControlTerminal;
import org.junit.jupiter.api.Test;

class UserAddCommandTest {
  private final AccountHouse house = new AccountHouse();
  private final UserAddCommand command = new UserAddCommand(house.accountsGate());

  @Test
  void makesAUserWhoCanLogIn() {
    Terminal terminal = new Terminal("secret", "secret");

    assertThat(command.run(List.of("alice"), terminal)).isZero();

    assertThat(terminal.lines).containsExactly("@alice:test can log in now.");
    assertThat(house.accounts.login("alice", "secret", SessionRequest.ANY))
        .isInstanceOf(LoginOutcome.LoggedIn.class);
  }

  @Test
  void makesAnAdministrator() {
    command.run(List.of("--admin", "root"), new Terminal("secret", "secret"));

    assertThat(house.store.account(new UserId("@root:test")).orElseThrow().admin()).isTrue();
  }

  @Test
  void doesNothingWhenThePasswordsDiffer() {
    Terminal terminal = new Terminal("secret", "Secret");

    assertThat(command.run(List.of("alice"), terminal)).isEqualTo(1);

    assertThat(house.accounts.exists(new UserId("@alice:test"))).isFalse();
    assertThat(terminal.errors).hasSize(1);
  }

  @Test
  void saysWhyANameCanNotBe() {
    Terminal terminal = new Terminal("secret", "secret");

    assertThat(command.run(List.of("Not Valid"), terminal)).isEqualTo(1);

    assertThat(terminal.errors.getFirst()).startsWith("A user name has only");
  }

  @Test
  void guessesTheNameThatIsMeantBeforeItAsksForAPassword() {
    Terminal terminal = new Terminal();

    assertThat(command.run(List.of("Carol"), terminal)).isEqualTo(2);
    assertThat(command.run(List.of("@dora:localhost"), terminal)).isEqualTo(2);

    assertThat(terminal.errors)
        .containsExactly(
            "Carol cannot be the name of a user here; did you mean carol?",
            "@dora:localhost cannot be the name of a user here; did you mean dora?");
  }

  @Test
  void explainsItselfWhenCalledWrongly() {
    Terminal terminal = new Terminal();

    assertThat(command.run(List.of(), terminal)).isEqualTo(2);
    assertThat(command.run(List.of("a", "b"), terminal)).isEqualTo(2);
    assertThat(command.run(List.of("--what"), terminal)).isEqualTo(2);

    assertThat(terminal.errors).allMatch(line -> line.startsWith("Usage: user add NAME"));
  }

  private static final class Terminal implements ControlTerminal {
    private final Queue<String> answers;
    private final List<String> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    Terminal(String... answers) {
      this.answers = new ArrayDeque<>(List.of(answers));
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
      return answers.remove();
    }
  }
}
