package org.ashlar.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.regex.Pattern;

/// What a bundle's manifest may say.
record ManifestRule(House house) {
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
  private static final List<String> FORBIDDEN_HEADERS =
      List.of("Require-Bundle", "DynamicImport-Package", "Fragment-Host", "Bundle-Activator");
  private static final String JAVA_25 = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\"";

  List<String> breaches(Bundle bundle, Attributes manifest) {
    List<String> breaches = new ArrayList<>();
    if (!bundle.name().equals(manifest.getValue("Bundle-SymbolicName"))) {
      breaches.add("Bundle-SymbolicName is not the folder's name");
    }
    if (!value(manifest, "Require-Capability").contains(JAVA_25)) {
      breaches.add("does not require Java 25");
    }
    for (var header : FORBIDDEN_HEADERS) {
      if (manifest.getValue(header) != null) {
        breaches.add("has " + header);
      }
    }
    exports(bundle, manifest, breaches);
    imports(bundle, manifest, breaches);
    return breaches.stream().map(breach -> bundle.name() + ": " + breach).toList();
  }

  private void exports(Bundle bundle, Attributes manifest, List<String> breaches) {
    for (var clause : clauses(value(manifest, "Export-Package"))) {
      var name = clause.split(";")[0];
      if (!bundle.layer().exports()) {
        breaches.add("exports " + name + ", but only base and api bundles export");
      } else if (!clause.contains(";version=")) {
        breaches.add("exports " + name + " without a version");
      } else if (name.startsWith("org.ashlar.")
          && house.owner(name).filter(bundle::equals).isEmpty()) {
        breaches.add("exports " + name + ", which is not its own");
      }
    }
  }

  private void imports(Bundle bundle, Attributes manifest, List<String> breaches) {
    for (var clause : clauses(value(manifest, "Import-Package"))) {
      var name = clause.split(";")[0];
      if (name.startsWith("java.") || name.startsWith("org.jspecify")) {
        breaches.add("imports " + name);
      }
      var owner = house.owner(name);
      if (owner.isPresent() && !bundle.mayUse(owner.get())) {
        breaches.add("imports " + name);
      }
      if (owner.isPresent() && !clause.contains(";version=")) {
        breaches.add("imports " + name + " in any version");
      }
    }
  }

  private static String value(Attributes manifest, String header) {
    var value = manifest.getValue(header);
    return value == null ? "" : value;
  }

  /// Splits a header at the commas outside of quotes; quoted parts are emptied.
  private static List<String> clauses(String header) {
    return header.isEmpty()
        ? List.of()
        : List.of(QUOTED.matcher(header).replaceAll("\"\"").split(","));
  }
}
