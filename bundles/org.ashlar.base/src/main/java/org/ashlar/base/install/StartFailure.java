package org.ashlar.base.install;

import java.util.Collection;
import java.util.function.BiConsumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process from inside the framework, when it cannot start or has done what it was asked.
///
/// The exit code and the message go to the launcher through its service of the type [BiConsumer]
/// with the property `ashlar.launcher=exit`; without a launcher the framework is stopped.
public final class StartFailure {
  private static final Logger LOG = LoggerFactory.getLogger(StartFailure.class);

  private StartFailure() {}

  /// Reports why the house cannot start, and stops it. Returns at once.
  ///
  /// @param context any bundle's context
  /// @param message sentences for the operator, one in a line
  public static void report(BundleContext context, String message) {
    message.lines().forEach(line -> LOG.error("{}", line));
    end(context, 1, message);
  }

  /// Stops the house with an exit code. Returns at once; the first call counts.
  ///
  /// @param context any bundle's context
  /// @param exitCode 0 when all is well
  /// @param message what to tell the operator; may be empty
  public static void end(BundleContext context, int exitCode, String message) {
    try {
      @SuppressWarnings("rawtypes")
      Collection<ServiceReference<BiConsumer>> launchers =
          context.getServiceReferences(BiConsumer.class, "(ashlar.launcher=exit)");
      for (ServiceReference<?> launcher : launchers) {
        tell(context.getService(launcher), exitCode, message);
      }
      if (launchers.isEmpty()) {
        context.getBundle(0).stop();
      }
    } catch (InvalidSyntaxException | BundleException e) {
      LOG.error("The framework does not stop", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static void tell(Object launcher, int exitCode, String message) {
    ((BiConsumer<Integer, String>) launcher).accept(exitCode, message);
  }
}
