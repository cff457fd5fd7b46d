package org.ashlar.base.install;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the process from inside the framework, when it cannot start or has done what it was asked.
///
/// The sentence and the exit code go to the launcher as the system properties [#MESSAGE] and
/// [#EXIT_CODE], since the launcher lives outside of the framework and sees `java.*` types alone;
/// then the framework is stopped. The launcher prints the message on standard error, and exits with
/// the code. The first report counts.
public final class StartFailure {
  /// System property: what to tell the operator, one or more lines.
  public static final String MESSAGE = "ashlar.exit.message";

  /// System property: the exit code of the process, 0 to 125.
  public static final String EXIT_CODE = "ashlar.exit.code";

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

  /// Stops the house with an exit code. Returns at once.
  ///
  /// @param context any bundle's context
  /// @param exitCode 0 when all is well
  /// @param message what to tell the operator; may be empty
  public static void end(BundleContext context, int exitCode, String message) {
    synchronized (StartFailure.class) {
      if (System.getProperty(EXIT_CODE) != null) {
        return;
      }
      System.setProperty(MESSAGE, message);
      System.setProperty(EXIT_CODE, Integer.toString(exitCode));
    }
    try {
      context.getBundle(0).stop();
    } catch (BundleException e) {
      LOG.error("The framework does not stop", e);
    }
  }
}
