package org.ashlar.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Carries one command to the running instance and prints its answer. Protocol, a JSON object per
/// line: we send `{"command":"swap","args":["a","b"]}`; the server sends `{"line":"text"}` to
/// print, `{"error":"text"}` to print as an error, `{"ask":"Password: "}` to be answered with
/// `{"answer":"..."}`, and at the end `{"exit":0}`.
final class ControlClient {
  private final Path socket;
  private final PrintStream out;
  private final PrintStream err;
  private final Prompt prompt;

  /// Asks the person at the terminal.
  @FunctionalInterface
  interface Prompt {
    /// @return what was typed, without echo
    String ask(String question) throws IOException;
  }

  ControlClient(Path socket, PrintStream out, PrintStream err, Prompt prompt) {
    this.socket = socket;
    this.out = out;
    this.err = err;
    this.prompt = prompt;
  }

  /// @return the exit code
  /// @throws StartException if no server answers
  int send(List<String> command) throws IOException, StartException {
    try (var channel = connect();
        var answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      write(channel, request(command));
      String line;
      while ((line = answers.readLine()) != null) {
        var answer = FlatJson.read(line);
        if (answer.containsKey("exit")) {
          return Integer.parseInt(answer.get("exit"));
        }
        var question = answer.get("ask");
        if (question != null) {
          write(channel, "{\"answer\":" + FlatJson.quote(prompt.ask(question)) + "}");
        } else if (answer.containsKey("error")) {
          err.println(answer.get("error"));
        } else {
          out.println(answer.getOrDefault("line", ""));
        }
      }
      throw new StartException("the server ended before it had answered");
    }
  }

  private SocketChannel connect() throws StartException {
    try {
      return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new StartException(
          "no server answers at "
              + socket
              + "; is it running, and is this its --config or --data?");
    }
  }

  private static String request(List<String> command) {
    var args = new ArrayList<>(command.subList(1, command.size()));
    int jar =
        switch (command.getFirst()) {
          case "swap" -> 1;
          case "install" -> 0;
          default -> -1;
        };
    for (int i = 0; i < args.size() && jar >= 0; i++) {
      if (!args.get(i).startsWith("--") && jar-- == 0) {
        // The server has another working folder.
        args.set(i, Path.of(args.get(i)).toAbsolutePath().toString());
      }
    }
    return "{\"command\":%s,\"args\":%s}"
        .formatted(FlatJson.quote(command.getFirst()), FlatJson.quote(args));
  }

  private static void write(SocketChannel channel, String line) throws IOException {
    var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
