package org.ashlar.itests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A server started by the assembled `bin/ashlar` on a free loopback port, with a data folder of
/// its own that is deleted at the end.
///
/// As an extension it lives as long as the test class: `@RegisterExtension static final
/// AshlarServer server = AshlarServer.with("");`
public final class AshlarServer implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private Path home = Installation.find();
  private final List<String> prefix = new ArrayList<>();
  private final String yaml;
  private final Map<String, String> environment = new HashMap<>(Map.of("ASHLAR_HEAP", "512m"));
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = freePort();
  private final Path folder;
  private boolean prepared = true;
  private @Nullable Process process;

  private AshlarServer(String yaml, Path folder) {
    this.yaml = yaml;
    this.folder = folder;
  }

  /// A server that has not started.
  ///
  /// @param yaml its configuration, without what this class adds where it is missing: `server_name`
  ///   and a listener for the client API; `${port}` stands for the port
  public static AshlarServer with(String yaml) {
    try {
      return in(Files.createTempDirectory("ashlar-it-"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Like [#with], in a folder of the caller's choice, which is deleted at the end too.
  public static AshlarServer in(Path folder, String yaml) {
    return new AshlarServer(yaml, folder);
  }

  /// Sets words before `bin/ashlar` on its command line, to run it as another user for example.
  public AshlarServer prefix(String... words) {
    prefix.addAll(List.of(words));
    return this;
  }

  /// Sets an environment variable of the server's process, from its next start.
  public AshlarServer environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Has the server unpack PostgreSQL and make its database itself, as at a first start. Without
  /// this a server called `localhost` begins with a copy of [PreparedData].
  public AshlarServer withFirstStart() {
    prepared = false;
    return this;
  }

  /// Uses another installation.
  ///
  /// @param installation the folder with `bin` and `system`
  public AshlarServer from(Path installation) {
    home = installation;
    return this;
  }

  /// Starts the server and waits until it answers.
  ///
  /// @throws IllegalStateException with the end of its output if it ends or does not answer in
  ///   time; its files are deleted then
  public AshlarServer start() {
    try {
      launch();
      awaitReady(running());
      return this;
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /// Starts the server and does not wait for it.
  public AshlarServer launch() {
    try {
      configure();
      prepare();
      var builder = new ProcessBuilder(command("run"));
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
      process = builder.start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until a text stands in the output of the server.
  public AshlarServer awaitOutput(String text) {
    Await.until(
        "the output has: " + text, START_LIMIT, () -> printed().contains(text), this::outputTail);
    return this;
  }

  /// All that the server printed, over all starts.
  public String printed() {
    try {
      return Files.exists(output()) ? Files.readString(output()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the server as Ctrl-C does, with SIGINT.
  ///
  /// @return its exit code
  /// @throws IllegalStateException if it does not end within 10 s
  public int interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return awaitEnd(running(), Duration.ofSeconds(10));
  }

  private void configure() throws IOException {
    if (Files.notExists(config())) {
      Files.writeString(config(), configuration());
    }
  }

  private void prepare() throws IOException {
    if (prepared && prefix.isEmpty() && !yaml.contains("server_name:") && Files.notExists(data())) {
      PreparedData.get().copyTo(data());
    }
  }

  private void awaitReady(Process started) {
    Await.until(
        "the server answers",
        START_LIMIT,
        () -> {
          if (!started.isAlive()) {
            throw new IllegalStateException(
                "the server ended with " + started.exitValue() + ":\n" + outputTail());
          }
          return ready();
        },
        this::outputTail);
  }

  private boolean ready() {
    try {
      return get("/_matrix/client/versions").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /// The base URL of the client API: `http://127.0.0.1:port`.
  public URI baseUri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// The port of the client API.
  public int port() {
    return port;
  }

  /// The data folder.
  public Path data() {
    return folder.resolve("data");
  }

  /// The configuration file.
  public Path config() {
    return folder.resolve("ashlar.yaml");
  }

  /// The file with all that the server printed, over all starts.
  public Path output() {
    return folder.resolve("output.log");
  }

  /// The process id of the server's JVM.
  public long pid() {
    return running().pid();
  }

  /// The process id of the server's own PostgreSQL, empty when none runs.
  public OptionalLong postmasterPid() {
    var file = data().resolve("postgres/postmaster.pid");
    try {
      return OptionalLong.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /// Sends a GET to a path of the client API and reads the answer as text.
  public HttpResponse<String> get(String path) {
    var request = HttpRequest.newBuilder(baseUri().resolve(path)).timeout(Duration.ofSeconds(10));
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Ends the server as an operator does, with SIGTERM.
  ///
  /// @return its exit code
  /// @throws IllegalStateException if it does not end within 20 s
  public int stop() {
    var stopping = running();
    stopping.destroy();
    return awaitEnd(stopping);
  }

  /// Ends the JVM with SIGKILL; PostgreSQL lives on.
  public void kill() {
    var killed = running();
    killed.destroyForcibly();
    awaitEnd(killed);
  }

  /// Stops and starts on the same data and port.
  public AshlarServer restart() {
    stop();
    return start();
  }

  /// Runs another command of `bin/ashlar` against this instance and waits for its end.
  public Outcome run(String... command) {
    try {
      configure();
      var out = Files.createTempFile(folder, "out", ".txt");
      var err = Files.createTempFile(folder, "err", ".txt");
      var builder = new ProcessBuilder(command(command));
      builder.environment().putAll(environment);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      var exit = awaitEnd(builder.start(), Duration.ofSeconds(120));
      return new Outcome(exit, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a command to the running server by its control socket and waits for its end. Its
  /// folder's path must be short.
  ///
  /// @param command its first word
  /// @param arguments paths among them are absolute
  public Outcome control(String command, String... arguments) {
    try {
      return new ControlLine(data().resolve("run/control.sock")).send(command, List.of(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a command did.
  ///
  /// @param exit its exit code
  /// @param out its standard output
  /// @param err its standard error
  public record Outcome(int exit, String out, String err) {}

  @Override
  public void beforeAll(ExtensionContext context) {
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /// Ends the server, if it runs, and deletes its files; [LogEvidence] keeps its logs.
  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      stop();
    }
    postmasterPid()
        .ifPresent(
            pid ->
                ProcessHandle.of(pid)
                    .filter(AshlarServer::isPostgres)
                    .ifPresent(ProcessHandle::destroyForcibly));
    if (Files.exists(folder)) {
      LogEvidence.keep(folder);
    }
    Installation.delete(folder);
  }

  private static boolean isPostgres(ProcessHandle handle) {
    return handle.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("the server was not started");
    }
    return process;
  }

  private int awaitEnd(Process ending) {
    return awaitEnd(ending, STOP_LIMIT);
  }

  private int awaitEnd(Process ending, Duration limit) {
    try {
      if (!ending.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the process does not end within " + limit.toSeconds() + " s:\n" + outputTail());
      }
      return ending.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private List<String> command(String... command) {
    List<String> line = new ArrayList<>(prefix);
    line.add(home.resolve("bin/ashlar").toString());
    line.addAll(List.of(command));
    line.addAll(List.of("--config", config().toString()));
    return line;
  }

  private String configuration() {
    var text = yaml.replace("${port}", Integer.toString(port));
    if (!text.contains("server_name:")) {
      text = "server_name: localhost\n" + text;
    }
    if (text.lines().noneMatch(line -> line.startsWith("http:"))) {
      text += "\nhttp:\n  listeners:\n    - port: " + port + "\n";
    }
    return text;
  }

  private String outputTail() {
    try {
      var lines = Files.readAllLines(output());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
