package org.ashlar.itests.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Searches what the tests of all modules have left in their `target` folders, reports and logs of
/// servers, for secrets that tests have used (`target/secrets`) and for tokens of this server,
/// which have a form of their own.
///
/// Bytes are read as single characters, so that no encoding can hide anything.
final class LogScan {
  private static final Pattern TOKEN = Pattern.compile("ashr?_[A-Za-z0-9_-]{43}");
  private static final Set<String> PASSED_OVER =
      Set.of(".git", ".m2", "src", "node_modules", "classes", "test-classes", "fast", "system");
  private static final int PART = 1 << 20;

  private final Path root;
  private final List<Path> logs = new ArrayList<>();
  private final Set<String> secrets = new LinkedHashSet<>();

  /// @param root the project's folder
  LogScan(Path root) throws IOException {
    this.root = root;
    Files.walkFileTree(root, new Visitor());
  }

  /// The files that are searched.
  List<Path> logs() {
    return List.copyOf(logs);
  }

  /// All finds: the file, and what kind of secret stands in it, never the secret.
  List<String> findings() throws IOException {
    List<String> finds = new ArrayList<>();
    List<String> forms = forms();
    for (Path log : logs) {
      try (var lines =
          new BufferedReader(new InputStreamReader(open(log), StandardCharsets.ISO_8859_1))) {
        StringBuilder part = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          part.append(line).append('\n');
          if (part.length() > PART) {
            search(log, part.toString(), forms, finds);
            part.setLength(0);
          }
        }
        search(log, part.toString(), forms, finds);
      }
    }
    return finds;
  }

  private void search(Path log, String text, List<String> forms, List<String> finds) {
    var place = root.relativize(log) + ": ";
    TOKEN
        .matcher(text)
        .results()
        .forEach(token -> finds.add(place + "a token behind: " + before(text, token.start())));
    for (String form : forms) {
      int at = text.indexOf(form);
      if (at >= 0) {
        finds.add(place + "a secret of a test behind: " + before(text, at));
      }
    }
  }

  /// The line up to a secret, which is not shown.
  private static String before(String text, int at) {
    return text.substring(text.lastIndexOf('\n', at) + 1, at);
  }

  /// The secrets as they may stand in an address, in JSON and in XML.
  private List<String> forms() {
    Set<String> forms = new LinkedHashSet<>();
    for (String secret : secrets) {
      var encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
      forms.add(new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      forms.add(encoded);
      forms.add(encoded.replace("+", "%20"));
      forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
      forms.add(secret.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"));
    }
    return List.copyOf(forms);
  }

  private static InputStream open(Path log) throws IOException {
    InputStream bytes = Files.newInputStream(log);
    return log.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return PASSED_OVER.contains(folder.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      var place = root.relativize(file).toString();
      if (place.matches("(?:.*/)?target/secrets/.*")) {
        Files.readAllLines(file).stream()
            .map(line -> URLDecoder.decode(line, StandardCharsets.UTF_8))
            .forEach(secrets::add);
      } else if (place.matches(
          "(?:.*/)?target/(?:(?:surefire|failsafe)-reports|server-logs)/.*|(?:.*/)?target/.*\\.log")) {
        logs.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      // What is gone meanwhile, such as a file of a module that is being built, holds nothing.
      return FileVisitResult.CONTINUE;
    }
  }
}
