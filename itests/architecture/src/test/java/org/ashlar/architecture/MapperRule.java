package org.ashlar.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// SQL of mappers is static: what is computed per call is compiled per call, and its caches keep
/// class loaders alive.
record MapperRule() {
  private static final Pattern DYNAMIC =
      Pattern.compile(
          "\\$\\{|<(if|foreach|choose|where|set|trim|bind|script)[ >]"
              + "|@(Select|Insert|Update|Delete)Provider");

  /// Breaches in one file; files that are no mapper have none.
  List<String> breaches(String name, String text) {
    var mapper = text.contains("org.apache.ibatis.annotations") || text.contains("<mapper ");
    List<String> breaches = new ArrayList<>();
    var lines = text.lines().toList();
    for (int i = 0; mapper && i < lines.size(); i++) {
      if (DYNAMIC.matcher(lines.get(i)).find()) {
        breaches.add(name + ":" + (i + 1) + " builds SQL per call: " + lines.get(i).trim());
      }
    }
    return breaches;
  }

  static List<Path> candidates(Bundle bundle) throws java.io.IOException {
    try (var files = Files.walk(bundle.folder().resolve("src/main"))) {
      return files.filter(f -> f.toString().matches(".*\\.(java|xml)")).sorted().toList();
    }
  }
}
