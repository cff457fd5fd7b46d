package org.ashlar.swap;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonException;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket that `bin/ashlar COMMAND` speaks to; readable for the owner of the server alone.
///
/// One command for each connection, JSON objects in lines: `{"command":"swap","args":["a","b"]}`;
/// answers are `{"line":"text"}`, `{"error":"text"}`, `{"ask":"Password: "}`, which is answered by
/// `{"answer":"text"}`, and at the end `{"exit":0}`.
final class ControlServer {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final int MAX_LINE = 65_536;

  private final Path path;
  private final Tasks tasks;
  private final ControlDesk desk;
  private @Nullable ServerSocketChannel server;

  ControlServer(Path path, Tasks tasks, ControlDesk desk) {
    this.path = path;
    this.tasks = tasks;
    this.desk = desk;
  }

  /// Begins to listen.
  ///
  /// @throws IOException when it cannot
  void open() throws IOException {
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server = opened;
    opened.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    tasks.background("control", () -> accept(opened));
  }

  void close() {
    try {
      if (server != null) {
        server.close();
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("The control socket {} cannot be removed: {}", path, e.getMessage());
    }
  }

  private void accept(ServerSocketChannel from) {
    try {
      while (from.isOpen()) {
        SocketChannel channel = from.accept();
        tasks.background("command", () -> serve(channel));
      }
    } catch (IOException | IllegalStateException e) {
      if (from.isOpen()) {
        LOG.error("The control socket has failed", e);
      }
    }
  }

  private void serve(SocketChannel channel) {
    try (channel;
        BufferedReader in =
            new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8), MAX_LINE)) {
      Line line = new Line(channel, in);
      RequestContext.current().identify(operator(channel));
      JsonObject request = Json.parseObject(utf8(in.readLine()));
      String command = request.string("command").orElse("");
      List<String> arguments = request.array("args").map(JsonArray::strings).orElse(List.of());
      line.send(JsonObject.builder().put("exit", desk.run(command, arguments, line)).build());
    } catch (IOException | JsonException | IllegalStateException e) {
      LOG.debug("A control connection has ended: {}", e.getMessage());
    }
  }

  /// Who is at the other end, as the system tells.
  private static String operator(SocketChannel channel) {
    try {
      String name = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      return "operator:" + name;
    } catch (IOException | UnsupportedOperationException e) {
      return "operator";
    }
  }

  private static byte[] utf8(@Nullable String line) {
    return line == null ? new byte[0] : line.getBytes(StandardCharsets.UTF_8);
  }

  /// The person at the other end.
  private record Line(SocketChannel channel, BufferedReader in) implements ControlTerminal {
    @Override
    public void line(String text) {
      send(JsonObject.builder().put("line", text).build());
    }

    @Override
    public void error(String text) {
      send(JsonObject.builder().put("error", text).build());
    }

    @Override
    public String ask(String question) {
      send(JsonObject.builder().put("ask", question).build());
      try {
        return Json.parseObject(utf8(in.readLine())).string("answer").orElse("");
      } catch (IOException | JsonException e) {
        throw new IllegalStateException("there was no answer", e);
      }
    }

    /// Sends one answer. Whoever hangs up does not end the command: a swap goes on.
    synchronized void send(JsonObject answer) {
      byte[] json = Json.write(answer);
      ByteBuffer bytes = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
      try {
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        LOG.debug("Nobody reads the answer: {}", e.getMessage());
      }
    }
  }
}
