package org.ashlar.account.core.session;

import java.util.Optional;
import org.ashlar.account.Caller;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.StoredAccount;
import org.ashlar.base.gate.Gate;

/// Logs users in by password or token. Any thread.
public final class Logins {
  private final Gate<IdentityStore> store;
  private final Passwords passwords;
  private final LoginTokens tokens;
  private final Sessions sessions;

  /// @param store where accounts are kept
  /// @param passwords what compares passwords
  /// @param tokens what knows login tokens
  /// @param sessions what opens sessions
  public Logins(
      Gate<IdentityStore> store, Passwords passwords, LoginTokens tokens, Sessions sessions) {
    this.store = store;
    this.passwords = passwords;
    this.tokens = tokens;
    this.sessions = sessions;
  }

  /// Logs in by password.
  ///
  /// @param user a whole user id or a localpart, in lower case if it is not known as it is written
  /// @param password the password
  /// @param request what the session shall be
  /// @return the session, or why there is none; unknown users take as long as wrong passwords
  public LoginOutcome byPassword(String user, String password, SessionRequest request) {
    Optional<StoredAccount> account = passwords.account(user);
    if (passwords.isRight(account.orElse(null), password)) {
      return open(account.orElseThrow(), request);
    }
    return account.filter(Logins::hasBeenWiped).isPresent()
        ? new LoginOutcome.Closed(Caller.Status.DEACTIVATED)
        : new LoginOutcome.WrongCredentials();
  }

  /// A closed account has no password any more that could be right; its name is no secret.
  private static boolean hasBeenWiped(StoredAccount account) {
    return account.status() == Caller.Status.DEACTIVATED && account.passwordHash() == null;
  }

  /// Logs in by token.
  ///
  /// @param token the token
  /// @param request what the session shall be
  /// @return the session, or why there is none
  public LoginOutcome byToken(String token, SessionRequest request) {
    return tokens
        .take(token)
        .flatMap(user -> store.call(s -> s.account(user)))
        .map(account -> open(account, request))
        .orElseGet(LoginOutcome.WrongCredentials::new);
  }

  private LoginOutcome open(StoredAccount account, SessionRequest request) {
    return account.status() == Caller.Status.DEACTIVATED || account.status() == Caller.Status.LOCKED
        ? new LoginOutcome.Closed(account.status())
        : new LoginOutcome.LoggedIn(sessions.open(account.user(), request));
  }
}
