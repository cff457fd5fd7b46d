package org.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void printsTheAnswerAndReturnsItsCode() throws Exception {
    var requests =
        serve("{\"line\":\"swapped \\\"a\\\" \\u00e4\"}", "{\"error\":\"or not\"}", "{\"exit\":3}");
    assertThat(client().send(List.of("bundles", "--all"))).isEqualTo(3);
    assertThat(requests.join()).containsExactly("{\"command\":\"bundles\",\"args\":[\"--all\"]}");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("swapped \"a\" ä\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("or not\n");
  }

  @Test
  void asksThePersonWhenTheServerAsks() throws Exception {
    var requests = serve("{\"ask\":\"Password: \"}", "{\"exit\":0}");
    assertThat(client().send(List.of("user", "add", "anna"))).isZero();
    assertThat(requests.join()).last().isEqualTo("{\"answer\":\"secret to Password: \"}");
  }

  @Test
  void theJarOfASwapIsNamedSoThatTheServerFindsIt() throws Exception {
    var requests = serve("{\"exit\":0}");
    client().send(List.of("swap", "org.ashlar.sync", "x.jar"));
    var jar = Path.of("x.jar").toAbsolutePath();
    assertThat(requests.join())
        .containsExactly("{\"command\":\"swap\",\"args\":[\"org.ashlar.sync\",\"" + jar + "\"]}");
  }

  @Test
  void aServerThatIsGoneIsToldInASentence() {
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> client().send(List.of("bundles")))
        .withMessageStartingWith("no server answers at ");
  }

  @Test
  void anAnswerCutShortIsTold() throws Exception {
    serve("{\"line\":\"half\"}");
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(() -> client().send(List.of("bundles")))
        .withMessage("the server ended before it had answered");
  }

  @Test
  void linesOfTheProtocolAreRead() {
    assertThat(FlatJson.read(" {\"a\\\\\":\"\\n\\u0041\", \"b\":-1,\"c\":true}"))
        .containsEntry("a\\", "\nA")
        .containsEntry("b", "-1")
        .containsEntry("c", "true")
        .hasSize(3);
    assertThat(FlatJson.read("{}")).isEmpty();
    assertThat(FlatJson.read("{\"a\":" + FlatJson.quote("\"\\\u0001ä") + "}"))
        .containsEntry("a", "\"\\\u0001ä");
  }

  @Test
  void aStringMayBeOfAnyLength() {
    for (var piece :
        List.of("x", "\"", "\\", "\n", "\u0001", "\\u0041\"", "{\"a\":1},", "\ud83d\ude00")) {
      var text = piece.repeat((1 << 20) / piece.length());
      assertThat(FlatJson.read("{\"line\":" + FlatJson.quote(text) + "}"))
          .as(piece)
          .containsExactly(entry("line", text));
      assertThat(FlatJson.read("{" + FlatJson.quote(text) + ":1}"))
          .as(piece)
          .containsExactly(entry(text, "1"));
    }
  }

  @Test
  void aLongLineOfTheServerIsPrinted() throws Exception {
    var text = "{\"details\":\"" + "\\u00e4 ".repeat(50_000) + "\"}";
    serve("{\"line\":" + FlatJson.quote(text) + "}", "{\"exit\":0}");
    assertThat(client().send(List.of("audit"))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(text + "\n");
  }

  @Test
  void otherLinesAreRefused() {
    for (var line :
        List.of(
            "",
            "[]",
            "{",
            "{\"a\":1",
            "{\"a\":1}x",
            "{\"a\" 1}",
            "{\"a\":{}}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,\"a\":1}",
            "{\"a\":\"b}",
            "{\"a\":\"\\",
            "{\"a\":\"\\u00g0\"}",
            "{\"a\":\"\\u00",
            "{\"a\":\"\\x\"}")) {
      assertThatIllegalArgumentException().as(line).isThrownBy(() -> FlatJson.read(line));
    }
  }

  @Test
  void theSocketLiesInTheDataFolderWhenItsPathIsShort() throws Exception {
    assertThat(new ControlSocket(Path.of("/srv/a"), folder).path())
        .isEqualTo(Path.of("/srv/a/run/control.sock"));
  }

  @Test
  void theSocketLiesInAPrivateFolderWhenThePathIsLong() throws Exception {
    var data = Files.createDirectories(folder.resolve("d".repeat(200)));
    Files.createDirectory(data.resolve("run"));
    var socket = new ControlSocket(data, folder);
    var path = socket.prepare();
    assertThat(path).isEqualTo(socket.path());
    assertThat(path.getFileName()).hasToString("control.sock");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(path.resolve("..").normalize())))
        .isEqualTo("rwx------");
    assertThat(data.resolve("run/control.path")).hasContent(path.toString());
  }

  @Test
  void aPrivateFolderThatOthersCanEnterIsRefused() throws Exception {
    var data = Files.createDirectories(folder.resolve("d".repeat(200)));
    Files.createDirectory(data.resolve("run"));
    var socket = new ControlSocket(data, folder);
    var open = Files.createDirectory(socket.path().resolve("..").normalize());
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatExceptionOfType(StartException.class)
        .isThrownBy(socket::prepare)
        .withMessageContaining("for the control socket");
  }

  private ControlClient client() {
    return new ControlClient(
        folder.resolve("s"),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        question -> "secret to " + question);
  }

  /// Answers one request with some lines; gives the lines that came.
  private CompletableFuture<List<String>> serve(String... lines) throws IOException {
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
    return CompletableFuture.supplyAsync(() -> answer(server, lines));
  }

  private static List<String> answer(ServerSocketChannel server, String... lines) {
    List<String> requests = new ArrayList<>();
    try (server;
        var channel = server.accept();
        var in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
      requests.add(in.readLine());
      for (var line : lines) {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        if (line.startsWith("{\"ask\"")) {
          requests.add(in.readLine());
        }
      }
      return requests;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
