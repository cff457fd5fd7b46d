package org.ashlar.account.core.registration;

import java.util.Set;
import org.ashlar.account.core.password.PasswordPolicy;

/// Who may register, and how.
///
/// @param enabled whether anyone may register
/// @param tokenNeeded whether that takes one of the tokens
/// @param tokens the tokens
/// @param guests whether guests may register
/// @param sharedSecret the secret that makes users, empty for none
/// @param policy what passwords must be
public record RegistrationSettings(
    boolean enabled,
    boolean tokenNeeded,
    Set<String> tokens,
    boolean guests,
    String sharedSecret,
    PasswordPolicy policy) {
  /// Copies the tokens.
  public RegistrationSettings {
    tokens = Set.copyOf(tokens);
  }

  /// Keeps secrets out of logs.
  @Override
  public String toString() {
    return "RegistrationSettings[enabled=" + enabled + ", guests=" + guests + "]";
  }
}
