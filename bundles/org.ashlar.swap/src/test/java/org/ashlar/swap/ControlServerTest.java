package org.ashlar.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ashlar.base.audit.AuditEntry.Outcome;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.task.Tasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlServerTest {
  @TempDir private Path folder;
  private House house;
  private Tasks tasks;
  private ControlServer server;
  private Path socket;

  @BeforeEach
  void open() throws Exception {
    house = new House(folder);
    tasks = new Tasks("test");
    socket = folder.resolve("run/control.sock");
    server =
        new ControlServer(
            socket, tasks, new ControlDesk(house.framework.getBundleContext(), house.audited::add));
    server.open();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    tasks.close();
    house.close();
  }

  @Test
  void onlyTheOwnerMaySpeak() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
  }

  @Test
  void aCommandOfTwoWordsAsksAndAnswers() throws Exception {
    register(
        new Command(
            "user add",
            "user add NAME",
            (arguments, terminal) -> {
              String answer = terminal.ask("Password: ");
              terminal.line(arguments + " " + answer);
              return 3;
            }));

    assertThat(
            speak(
                "{\"command\":\"user\",\"args\":[\"add\",\"alice\"]}", "{\"answer\":\"p \\\"w\"}"))
        .containsExactly(
            "{\"ask\":\"Password: \"}", "{\"line\":\"[alice] p \\\"w\"}", "{\"exit\":3}");
  }

  @Test
  void aFaultIsASentenceAndNotAStackTrace() throws Exception {
    register(
        new Command(
            "break",
            "break",
            (arguments, terminal) -> {
              throw MatrixException.forbidden("You may not.");
            }));
    register(
        new Command(
            "fail",
            "fail",
            (arguments, terminal) -> {
              throw new SwapFailure("There is no jar");
            }));

    assertThat(speak("{\"command\":\"break\",\"args\":[]}"))
        .containsExactly("{\"error\":\"You may not.\"}", "{\"exit\":1}");
    assertThat(speak("{\"command\":\"fail\"}"))
        .containsExactly("{\"error\":\"There is no jar\"}", "{\"exit\":1}");
  }

  @Test
  void anUnknownCommandIsAnsweredWithThoseThatThereAre() throws Exception {
    register(new Command("audit", "audit  looks", (arguments, terminal) -> 0));

    assertThat(speak("{\"command\":\"audti\",\"args\":[]}"))
        .containsExactly(
            "{\"error\":\"There is no command audti. There are:\"}",
            "{\"line\":\"  audit  looks\"}",
            "{\"exit\":2}");
  }

  @Test
  void whatCommandsDoIsRecordedAndWhatTheyReadIsNot() throws Exception {
    // Given
    register(new Deed(0));
    register(new Command("look", "look", (arguments, terminal) -> 0));
    // When
    speak("{\"command\":\"room\",\"args\":[\"delete\",\"!a\",\"--token\",\"planted\"]}");
    speak("{\"command\":\"look\"}");
    // Then
    assertThat(house.audited).hasSize(1);
    var entry = house.audited.getFirst();
    assertThat(entry.action()).isEqualTo("command.room.delete");
    assertThat(entry.target()).isEqualTo("!a");
    assertThat(entry.outcome()).isEqualTo(Outcome.OK);
    assertThat(entry.actor()).isEqualTo("operator:" + System.getProperty("user.name"));
    assertThat(entry.request()).startsWith("test/command-");
    assertThat(entry.details()).containsOnly(Map.entry("arguments", "!a --token <redacted>"));
  }

  @ParameterizedTest
  @CsvSource({"1, FAILED, it broke", "403, REFUSED, You may not.", "500, FAILED, no room"})
  void whatACommandCouldNotDoIsRecordedWithTheReason(int exit, Outcome outcome, String reason)
      throws Exception {
    register(new Deed(exit));
    speak("{\"command\":\"room\",\"args\":[\"delete\",\"!a\"]}");
    assertThat(house.audited).hasSize(1);
    assertThat(house.audited.getFirst().outcome()).isEqualTo(outcome);
    assertThat(house.audited.getFirst().details()).containsEntry("reason", reason);
  }

  @Test
  void aCommandThatWasCalledWronglyWasRefused() throws Exception {
    register(new Deed(2));
    speak("{\"command\":\"room\",\"args\":[\"delete\",\"a\"]}");
    assertThat(house.audited).hasSize(1);
    assertThat(house.audited.getFirst().outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(house.audited.getFirst().target()).isEqualTo("a");
    assertThat(house.audited.getFirst().details()).containsEntry("reason", "a is no room");
  }

  @Test
  void theDoctorTakesNoWordThatItDoesNotKnow() throws Exception {
    var context = house.framework.getBundleContext();
    var selections = new Selections();
    var participants = new Participants(context, selections, tasks);
    register(
        new Doctor(
                context,
                new Steps(tasks, House.QUICK),
                new Boot(context, selections, participants),
                folder)
            .command());
    assertThat(speak("{\"command\":\"doctor\",\"args\":[\"room\",\"!a:test\"]}"))
        .containsExactly(
            "{\"error\":\"doctor takes nothing but --room ROOM or --all: room\"}", "{\"exit\":2}");
    assertThat(speak("{\"command\":\"doctor\",\"args\":[]}").getFirst())
        .startsWith("{\"error\":\"WRONG start: ");
    participants.close();
  }

  /// A command that says nothing about the audit log.
  private record Deed(int exit) implements ControlCommand {
    @Override
    public String name() {
      return "room delete";
    }

    @Override
    public String help() {
      return "room delete ROOM";
    }

    @Override
    public int run(List<String> arguments, ControlTerminal terminal) {
      if (exit == 403) {
        throw MatrixException.forbidden("You may not.");
      }
      if (exit == 500) {
        throw new IllegalStateException("no room");
      }
      if (exit == 1) {
        terminal.error("it broke");
      }
      if (exit == 2) {
        terminal.error(arguments.getFirst() + " is no room");
        terminal.error("Usage: " + help());
      }
      return exit;
    }
  }

  @Test
  void garbageEndsOnlyItsConnection() throws Exception {
    assertThat(speak("hello")).isEmpty();
    assertThat(speak("{\"command\":\"help\"}")).containsExactly("{\"exit\":0}");
  }

  private void register(ControlCommand command) {
    house.framework.getBundleContext().registerService(ControlCommand.class, command, null);
  }

  private List<String> speak(String... lines) throws Exception {
    List<String> answers = new ArrayList<>();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        BufferedReader in =
            new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      for (String line : lines) {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answers.add(line);
      }
    }
    return answers;
  }
}
