package org.ashlar.account.core.password;

import java.util.Optional;
import java.util.function.IntPredicate;

/// What a new password must be.
///
/// @param minimumLength the least number of characters, 0 for any
/// @param digit whether it needs a digit
/// @param symbol whether it needs a character that is neither letter nor digit
/// @param lowercase whether it needs a lower-case letter
/// @param uppercase whether it needs an upper-case letter
public record PasswordPolicy(
    int minimumLength, boolean digit, boolean symbol, boolean lowercase, boolean uppercase) {
  /// Allows any password.
  public static final PasswordPolicy NONE = new PasswordPolicy(0, false, false, false, false);

  private static final int MAXIMUM_LENGTH = 512;

  /// Judges a password.
  ///
  /// @param password the password
  /// @return what is wrong with it as a sentence, empty when nothing is
  public Optional<String> objection(String password) {
    if (password.isEmpty() && minimumLength <= 1) {
      return Optional.of("The password must not be empty.");
    }
    if (password.codePointCount(0, password.length()) < minimumLength) {
      return Optional.of("The password must have at least " + minimumLength + " characters.");
    }
    if (password.length() > MAXIMUM_LENGTH) {
      return Optional.of("The password must have at most " + MAXIMUM_LENGTH + " characters.");
    }
    if (digit && lacks(password, Character::isDigit)) {
      return Optional.of("The password must contain a digit.");
    }
    if (symbol && lacks(password, c -> !Character.isLetterOrDigit(c))) {
      return Optional.of("The password must contain a symbol.");
    }
    if (lowercase && lacks(password, Character::isLowerCase)) {
      return Optional.of("The password must contain a lower-case letter.");
    }
    if (uppercase && lacks(password, Character::isUpperCase)) {
      return Optional.of("The password must contain an upper-case letter.");
    }
    return Optional.empty();
  }

  private static boolean lacks(String password, IntPredicate wanted) {
    return password.codePoints().noneMatch(wanted);
  }
}
