package org.ashlar.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleException;

/// What `bin/ashlar` starts: `Main HOME CONFIG DATA COMMAND...`.
final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    int code = 1;
    try {
      var home = Path.of(args[0]);
      var instance = new Instance(home, Path.of(args[1]), Path.of(args[2]));
      code = command(instance, List.of(args).subList(3, args.length));
    } catch (StartException e) {
      System.err.println("ashlar: " + e.sentence());
    } catch (IOException | BundleException e) {
      System.err.println("ashlar: " + e);
    }
    System.exit(code);
  }

  private static int command(Instance instance, List<String> command)
      throws IOException, StartException, BundleException, InterruptedException {
    return switch (String.join(" ", command)) {
      case "run" -> new Server(instance).run();
      case "config check" -> new ConfigCheck(instance).run();
      default -> control(instance, command);
    };
  }

  private static int control(Instance instance, List<String> command)
      throws IOException, StartException {
    var socket = new ControlSocket(instance.data(), Path.of("/tmp")).path();
    return new ControlClient(socket, System.out, System.err, Main::ask).send(command);
  }

  private static String ask(String question) throws IOException {
    var console = System.console();
    if (console != null && console.isTerminal()) {
      return new String(console.readPassword("%s", question));
    }
    return line(System.in);
  }

  /// Reads one line and nothing of the next, which is the answer to another question.
  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(Charset.defaultCharset()).stripTrailing();
  }
}
