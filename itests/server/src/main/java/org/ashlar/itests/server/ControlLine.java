package org.ashlar.itests.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Speaks to the control socket of a server as `bin/ashlar` does, without starting a JVM for it.
final class ControlLine {
  private final Path socket;

  ControlLine(Path socket) {
    this.socket = socket;
  }

  /// Sends a command and reads all that the server says.
  AshlarServer.Outcome send(String command, List<String> arguments) throws IOException {
    var request = JsonNodeFactory.instance.objectNode().put("command", command);
    arguments.forEach(request.putArray("args")::add);
    var out = new StringBuilder();
    var err = new StringBuilder();
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        var answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
      for (var line = answers.readLine(); line != null; line = answers.readLine()) {
        JsonNode answer = MatrixClient.json(line);
        if (answer.has("exit")) {
          return new AshlarServer.Outcome(
              answer.get("exit").asInt(), out.toString(), err.toString());
        }
        if (answer.has("error")) {
          err.append(answer.get("error").asText()).append('\n');
        } else {
          out.append(answer.path("line").asText()).append('\n');
        }
      }
      throw new IOException("the server ended before it had answered: " + out + err);
    }
  }
}
