package org.ashlar.launcher;

import java.util.regex.Pattern;
import org.osgi.framework.BundleException;

/// Why a bundle did not start, in one line: the framework's own message repeats the whole chain.
final class FailureReason {
  private static final Pattern MISSING =
      Pattern.compile(
          "Unable to resolve (\\S+) \\[[^]]*]\\([^)]*\\): missing requirement"
              + " \\[[^]]*\\[[^]]*]\\([^)]*\\)] ([^;]+); (\\S+)");
  private static final Pattern PACKAGE =
      Pattern.compile("\\(osgi\\.wiring\\.package=([^)]+)\\)(.*)");

  private FailureReason() {}

  static String of(Exception e) {
    if (e instanceof BundleException failure
        && failure.getType() == BundleException.RESOLVE_ERROR) {
      return ofResolving(String.valueOf(e.getMessage()));
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == e ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause;
  }

  /// The last link of the chain of bundles that need each other is the one to mend.
  static String ofResolving(String message) {
    var match = MISSING.matcher(message);
    String first = null;
    String reason = message;
    while (match.find()) {
      if (first == null) {
        first = match.group(1);
      }
      var needs = needs(match.group(2), withoutTail(match.group(3)));
      reason =
          match.group(1).equals(first) ? needs : "needs " + match.group(1) + ", which " + needs;
    }
    return reason;
  }

  /// Cuts the brackets that close the chain.
  private static String withoutTail(String filter) {
    return filter.replaceAll("]+$", "");
  }

  private static String needs(String namespace, String filter) {
    var match = PACKAGE.matcher(filter);
    if (!match.find()) {
      return "needs " + namespace + " " + filter + ", which no bundle provides";
    }
    var versions =
        match
            .group(2)
            .replaceAll("\\(!\\(version>=([^)]+)\\)\\)", " below $1")
            .replaceAll("\\(version>=([^)]+)\\)", " from $1")
            .replaceAll("[()\\[\\]]", "")
            .strip();
    var range = versions.isEmpty() ? "" : " (version " + versions + ")";
    return "needs the package " + match.group(1) + range + ", which no bundle provides";
  }
}
