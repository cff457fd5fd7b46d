package org.ashlar.context.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.lang.reflect.Proxy;
import java.time.Instant;
import org.ashlar.base.log.LogLine;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.slf4j.event.Level;

class ContextFieldsTest {
  private final ContextFields fields = new ContextFields(bundleOfVersion("1.2.3"));

  @Test
  void aLineOfARequestNamesItsPartUserAndRoom() {
    assertThat(fields.fields(line("org.ashlar.room.core.Lanes", "PUT-7/!abc:x.org", "@a:x.org")))
        .containsExactly(
            entry("part", "room.core"),
            entry("user", "@a:x.org"),
            entry("room", "!abc:x.org"),
            entry("enricher", "1.2.3"));
  }

  @Test
  void aLineOfALibraryOutsideOfARequestNamesTheVersionAlone() {
    assertThat(fields.fields(line("com.zaxxer.hikari.Pool", "-", null)))
        .containsExactly(entry("enricher", "1.2.3"));
  }

  private static LogLine line(String logger, String context, String caller) {
    return new LogLine(
        Instant.EPOCH, Level.INFO, logger, "t", context, null, caller, null, "hello");
  }

  private static BundleContext bundleOfVersion(String version) {
    Bundle bundle = fake(Bundle.class, "getVersion", new Version(version));
    return fake(BundleContext.class, "getBundle", bundle);
  }

  private static <T> T fake(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> called.getName().equals(method) ? answer : null));
  }
}
