package org.ashlar.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/// Rules that read what bnd wrote, and the modules themselves.
class ManifestRulesTest {
  private static final String JAVA_25 = "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\"";

  private final House house = House.ofReactor();

  static List<Bundle> bundles() {
    return House.ofReactor().bundles();
  }

  @Test
  void everyModuleHasALayer() {
    var modules =
        Pattern.compile("<module>(.*?)</module>")
            .matcher(Bundle.text(house.root().resolve("bundles/pom.xml")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(house.bundles())
        .extracting(Bundle::name)
        .containsExactlyInAnyOrderElementsOf(modules);
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void manifestsKeepTheRules(Bundle bundle) {
    assertThat(new ManifestRule(house).breaches(bundle, bundle.manifest())).isEmpty();
  }

  @Test
  void breachesOfAManifestAreFound() {
    var rest = house.owner("org.ashlar.client.rest").orElseThrow();
    var manifest = new Attributes();
    manifest.putValue("Bundle-SymbolicName", "org.ashlar.other");
    manifest.putValue("DynamicImport-Package", "*");
    manifest.putValue("Export-Package", "org.ashlar.client.rest;version=\"1.0.0\"");
    manifest.putValue(
        "Import-Package",
        "java.util,org.ashlar.room.core;version=\"[1.0,2)\",org.ashlar.base.id,org.slf4j");
    assertThat(new ManifestRule(house).breaches(rest, manifest))
        .containsExactly(
            "org.ashlar.client.rest: Bundle-SymbolicName is not the folder's name",
            "org.ashlar.client.rest: does not require Java 25",
            "org.ashlar.client.rest: has DynamicImport-Package",
            "org.ashlar.client.rest: exports org.ashlar.client.rest, but only base and api bundles"
                + " export",
            "org.ashlar.client.rest: imports java.util",
            "org.ashlar.client.rest: imports org.ashlar.room.core",
            "org.ashlar.client.rest: imports org.ashlar.base.id in any version");
  }

  @Test
  void anExportWithoutVersionIsFound() {
    var base = house.owner("org.ashlar.base").orElseThrow();
    var manifest = new Attributes();
    manifest.putValue("Bundle-SymbolicName", "org.ashlar.base");
    manifest.putValue("Require-Capability", JAVA_25);
    manifest.putValue("Export-Package", "org.ashlar.base.id,org.ashlar.event.x;version=\"1.0.0\"");
    assertThat(new ManifestRule(house).breaches(base, manifest))
        .containsExactly(
            "org.ashlar.base: exports org.ashlar.base.id without a version",
            "org.ashlar.base: exports org.ashlar.event.x, which is not its own");
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyBundleTellsWhatItIs(Bundle bundle) {
    assertThat(Bundle.text(bundle.folder().resolve("README.md")).toLowerCase(Locale.ROOT))
        .contains("owns", "memory", "swap class");
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void everyPackageIsNullMarked(Bundle bundle) throws Exception {
    var folders = Bundle.javaFiles(bundle.sources()).stream().map(Path::getParent).distinct();
    assertThat(folders)
        .isNotEmpty()
        .allSatisfy(
            folder ->
                assertThat(folder.resolve("package-info.java")).content().contains("@NullMarked"));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void componentsSurviveASwap(Bundle bundle) throws Exception {
    List<String> breaches = new ArrayList<>();
    var metatype = bundle.classes().resolve("OSGI-INF/metatype");
    for (var file : xmlFiles(bundle.classes().resolve("OSGI-INF"))) {
      var component = parse(Files.readString(file));
      var pid = component.getAttribute("name");
      var configured = false;
      for (var described : xmlFiles(metatype)) {
        configured |= Bundle.text(described).contains("\"" + pid + "\"");
      }
      breaches.addAll(
          new ComponentRule().breaches(file.getFileName().toString(), component, configured));
    }
    assertThat(breaches).isEmpty();
  }

  @Test
  void aDelayedComponentThatCanNotBeModifiedIsFound() throws Exception {
    var component =
        parse("<component name=\"x\"><service><provide interface=\"A\"/></service></component>");
    assertThat(new ComponentRule().breaches("x.xml", component, true))
        .containsExactly(
            "x.xml is not immediate: a delayed one is destroyed between two calls",
            "x.xml has configuration and no @Modified: a change would tear it down");
    assertThat(new ComponentRule().breaches("x.xml", parse("<component/>"), false)).isEmpty();
  }

  private static List<Path> xmlFiles(Path folder) throws Exception {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".xml")).sorted().toList();
    }
  }

  private static Element parse(String xml) throws Exception {
    var source = new org.xml.sax.InputSource(new java.io.StringReader(xml));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(source)
        .getDocumentElement();
  }
}
