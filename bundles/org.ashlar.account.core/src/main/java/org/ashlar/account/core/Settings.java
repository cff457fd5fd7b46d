package org.ashlar.account.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.ashlar.account.core.password.HashCost;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.account.core.session.SessionLifetimes;
import org.jspecify.annotations.Nullable;

/// All settings of accounts, replaced as one.
///
/// @param registration who may register
/// @param cost what a password's hash costs
/// @param lifetimes how long tokens are valid
record Settings(RegistrationSettings registration, HashCost cost, SessionLifetimes lifetimes) {
  static Settings of(
      RegistrationOptions registration, PasswordOptions password, SessionOptions session) {
    return new Settings(registration(registration, password), cost(password), lifetimes(session));
  }

  private static RegistrationSettings registration(
      RegistrationOptions registration, PasswordOptions password) {
    return new RegistrationSettings(
        registration.enabled(),
        registration.tokenRequired(),
        Set.copyOf(List.of(registration.tokens())),
        registration.guests(),
        registration.sharedSecret(),
        new PasswordPolicy(
            password.minimumLength(),
            password.requireDigit(),
            password.requireSymbol(),
            password.requireLowercase(),
            password.requireUppercase()));
  }

  private static HashCost cost(PasswordOptions password) {
    int atOnce =
        password.hashesAtOnce() > 0
            ? password.hashesAtOnce()
            : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return new HashCost(password.hashMemoryKib(), password.hashIterations(), atOnce);
  }

  private static SessionLifetimes lifetimes(SessionOptions session) {
    return new SessionLifetimes(
        Duration.ofSeconds(session.refreshableSeconds()),
        seconds(session.refreshTokenSeconds()),
        seconds(session.accessTokenSeconds()),
        session.loginTokens() ? Duration.ofSeconds(session.loginTokenSeconds()) : null);
  }

  private static @Nullable Duration seconds(int seconds) {
    return seconds == 0 ? null : Duration.ofSeconds(seconds);
  }
}
