package org.ashlar.base.install;

import org.osgi.annotation.versioning.ProviderType;

/// The person at the other end of a [ControlCommand].
@ProviderType
public interface ControlTerminal {
  /// Shows a line at once.
  ///
  /// @param text one line
  void line(String text);

  /// Shows a line as an error.
  ///
  /// @param text one line
  void error(String text);

  /// Asks and waits for the answer, which is typed without echo.
  ///
  /// @param question such as `Password: `
  /// @return what was typed, without the end of the line
  /// @throws IllegalStateException when the person is gone
  String ask(String question);
}
