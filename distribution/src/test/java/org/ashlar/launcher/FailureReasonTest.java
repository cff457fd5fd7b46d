package org.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleException;

class FailureReasonTest {

  @Test
  void namesThePackageThatIsMissing() {
    var message =
        "Unable to resolve com.zaxxer.HikariCP [13](R 13.0): missing requirement"
            + " [com.zaxxer.HikariCP [13](R 13.0)] osgi.wiring.package;"
            + " (&(osgi.wiring.package=org.slf4j)(version>=1.6.0)(!(version>=2.0.0)))"
            + " Unresolved requirements: [[com.zaxxer.HikariCP [13](R 13.0)] osgi.wiring.package;"
            + " (&(osgi.wiring.package=org.slf4j)(version>=1.6.0)(!(version>=2.0.0)))]";
    assertThat(FailureReason.of(new BundleException(message, BundleException.RESOLVE_ERROR)))
        .isEqualTo(
            "needs the package org.slf4j (version from 1.6.0 below 2.0.0), which no bundle"
                + " provides");
  }

  @Test
  void namesTheBundleAtTheEndOfTheChain() {
    var message =
        "Unable to resolve a.b [2](R 2.0): missing requirement [a.b [2](R 2.0)]"
            + " osgi.wiring.package; (osgi.wiring.package=c) [caused by: Unable to resolve d.e"
            + " [3](R 3.0): missing requirement [d.e [3](R 3.0)] osgi.extender;"
            + " (osgi.extender=osgi.component)] Unresolved requirements: [[a.b [2](R 2.0)]"
            + " osgi.wiring.package; (osgi.wiring.package=c)]";
    assertThat(FailureReason.ofResolving(message))
        .isEqualTo(
            "needs d.e, which needs osgi.extender (osgi.extender=osgi.component), which no bundle"
                + " provides");
  }

  @Test
  void namesTheFaultOfAnActivator() {
    var fault = new IllegalStateException("no room");
    assertThat(FailureReason.of(new BundleException("Activator start error", fault)))
        .isEqualTo("Activator start error: java.lang.IllegalStateException: no room");
  }
}
