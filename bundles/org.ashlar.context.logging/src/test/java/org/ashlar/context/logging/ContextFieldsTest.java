package org.ashlar.context.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.install.InstallationFacts;
import org.ashlar.base.log.LogLine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.event.Level;

class ContextFieldsTest {
  private static final InstallationFacts HERE =
      new InstallationFacts(
          new ServerName("x.org"), Path.of("data"), Path.of("home"), Optional.empty());

  private final ContextFields fields = new ContextFields(house());

  @Test
  void aLineOfARequestNamesItsUserRoomBundleAndNode() {
    fields.bindInstallation(HERE);

    assertThat(
            fields.fields(
                line("org.ashlar.room.core.Lanes", null, "PUT-7", "@a:x.org", "!b:x.org")))
        .containsExactly(
            entry("user", "@a:x.org"),
            entry("room", "!b:x.org"),
            entry("bundle", "org.ashlar.room.core"),
            entry("node", "x.org"),
            entry("enricher", "1.2.3"));
  }

  @Test
  void aContextForOneRoomOfSeveralNamesThatRoom() {
    assertThat(fields.fields(line("x", null, "PUT-7/!abc:x.org/0", "@a:x.org", "!b:x.org")))
        .contains(entry("room", "!abc:x.org"));
  }

  @Test
  void aLineOfALibraryOutsideOfARequestNamesTheVersionAlone() {
    assertThat(fields.fields(line("unknown.Thing", null, "-", null, null)))
        .containsExactly(entry("enricher", "1.2.3"));
  }

  @Test
  void aLineThatTheFrameworkWritesForABundleNamesThat() {
    assertThat(fields.fields(line("com.zaxxer.hikari.Pool", "org.ashlar.sync", "-", null, null)))
        .contains(entry("bundle", "org.ashlar.sync"));
  }

  @ParameterizedTest
  @CsvSource({
    "com.zaxxer.hikari.pool.HikariPool, com.zaxxer.HikariCP",
    "org.ashlar.room.RoomApi, org.ashlar.room",
    "org.ashlar.room.core.lane.Deep$Inner, org.ashlar.room.core",
    "org.ashlar.access, org.ashlar.http.jetty",
    "org.ashlar.slow, org.ashlar.base",
  })
  void theBundleIsKnownByTheLoggersName(String logger, String bundle) {
    assertThat(fields.fields(line(logger, null, "-", null, null)))
        .contains(entry("bundle", bundle));
  }

  private static LogLine line(
      String logger,
      @Nullable String bundle,
      String context,
      @Nullable String caller,
      @Nullable String room) {
    return new LogLine(
        Instant.EPOCH, Level.INFO, logger, bundle, "t", context, null, caller, room, "hello");
  }

  private static BundleContext house() {
    Bundle[] bundles = {
      bundle("com.zaxxer.HikariCP", "com.zaxxer.hikari"),
      bundle("org.ashlar.room", "org.ashlar.room"),
      bundle("org.ashlar.room.core")
    };
    Bundle own = fake(Bundle.class, Map.of("getVersion", new Version("1.2.3")));
    return fake(BundleContext.class, Map.of("getBundle", own, "getBundles", bundles));
  }

  private static Bundle bundle(String name, String... packages) {
    List<BundleCapability> exports =
        List.of(packages).stream()
            .map(p -> fake(BundleCapability.class, Map.of("getAttributes", attributes(p))))
            .toList();
    BundleRevision revision =
        fake(BundleRevision.class, Map.of("getDeclaredCapabilities", exports));
    return fake(
        Bundle.class, Map.of("getSymbolicName", name, "getBundleId", 7L, "adapt", revision));
  }

  private static Map<String, Object> attributes(String name) {
    return Map.of("osgi.wiring.package", name);
  }

  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, _) -> answers.get(called.getName())));
  }
}
