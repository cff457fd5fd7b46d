package org.ashlar.account.core.session;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.ashlar.account.Caller;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.StoredAccount;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

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
  /// @return the session, or why there is none; unknown users take as long as wrong passwords, and
  ///   only what is no secret is refused without hashing: names that nobody can have here, and
  ///   closed accounts
  public LoginOutcome byPassword(String user, String password, SessionRequest request) {
    if (!passwords.canBeHere(user)) {
      return new LoginOutcome.WrongCredentials();
    }
    Optional<StoredAccount> account = passwords.account(user);
    if (account.filter(Logins::hasBeenWiped).isPresent()) {
      return new LoginOutcome.Closed(Caller.Status.DEACTIVATED);
    }
    Optional<String> hash = passwords.check(account.orElse(null), password);
    return hash.isPresent()
        ? open(account.orElseThrow(), hash.get(), request)
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
        .map(account -> open(account, account.passwordHash(), request))
        .orElseGet(LoginOutcome.WrongCredentials::new);
  }

  private LoginOutcome open(StoredAccount account, @Nullable String hash, SessionRequest request) {
    if (isClosed(account)) {
      return new LoginOutcome.Closed(account.status());
    }
    Session session = sessions.open(account.user(), request);
    return stillHas(account.user(), hash) ? new LoginOutcome.LoggedIn(session) : withdrawn(session);
  }

  /// Hashing takes its time. Who changed the password meanwhile, or closed the account, had all
  /// sessions ended that were there: this one may have come too late for that.
  private boolean stillHas(UserId user, @Nullable String hash) {
    return store
        .call(s -> s.account(user))
        .filter(now -> !isClosed(now) && Objects.equals(now.passwordHash(), hash))
        .isPresent();
  }

  private LoginOutcome withdrawn(Session session) {
    sessions.end(session.user(), List.of(session.device()));
    return new LoginOutcome.WrongCredentials();
  }

  private static boolean isClosed(StoredAccount account) {
    return account.status() == Caller.Status.DEACTIVATED
        || account.status() == Caller.Status.LOCKED;
  }
}
