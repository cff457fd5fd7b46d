import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Runs google-java-format over every Java file of the project.
///
/// `check` fails and names the files that are not formatted, `apply` rewrites them, `skip` does
/// nothing.
final class Format {
  private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules", "server");

  public static void main(String... args) throws Exception {
    var mode = args[0];
    if (mode.equals("skip")) {
      return;
    }
    List<String> command = new ArrayList<>();
    if (mode.equals("apply")) {
      command.add("--replace");
    } else {
      command.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    }
    command.addAll(javaFiles(Path.of(args[1])));
    System.out.println("google-java-format: " + mode);
    var out = new PrintWriter(System.out, true);
    int exit =
        new Main(out, new PrintWriter(System.err, true), System.in)
            .format(command.toArray(String[]::new));
    out.flush();
    if (exit != 0) {
      System.err.println("The files above are not formatted. Format them with: ./ashlar fmt");
    }
    System.exit(exit);
  }

  private static List<String> javaFiles(Path root) throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            return NOT_OURS.contains(dir.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private Format() {}
}
