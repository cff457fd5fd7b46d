package org.ashlar.account.core.session;

import java.util.Locale;
import java.util.Optional;
import org.ashlar.account.Caller;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.core.password.PasswordHasher;
import org.ashlar.account.core.password.PasswordHasher.Verdict;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;

/// Logs users in by their password. Any thread.
public final class PasswordLogin {
  private final Gate<IdentityStore> store;
  private final ServerName server;
  private final PasswordHasher hasher;
  private final Sessions sessions;

  /// @param store where accounts are kept
  /// @param server whose users they are
  /// @param hasher what compares passwords
  /// @param sessions what opens sessions
  public PasswordLogin(
      Gate<IdentityStore> store, ServerName server, PasswordHasher hasher, Sessions sessions) {
    this.store = store;
    this.server = server;
    this.hasher = hasher;
    this.sessions = sessions;
  }

  /// Logs in.
  ///
  /// @param user a whole user id or a localpart, in lower case if it is not known as it is written
  /// @param password the password
  /// @param request what the session shall be
  /// @return the session, or why there is none; unknown users take as long as wrong passwords
  public LoginOutcome login(String user, String password, SessionRequest request) {
    Optional<StoredAccount> account = account(user);
    Verdict verdict =
        hasher.verify(password, account.map(StoredAccount::passwordHash).orElse(null));
    if (account.isEmpty() || verdict == Verdict.WRONG) {
      return new LoginOutcome.WrongCredentials();
    }
    StoredAccount found = account.get();
    if (found.status() == Caller.Status.DEACTIVATED || found.status() == Caller.Status.LOCKED) {
      return new LoginOutcome.Closed(found.status());
    }
    if (verdict == Verdict.RIGHT_BUT_WEAK) {
      String stronger = hasher.hash(password);
      store.run(s -> s.setPassword(found.user(), stronger));
    }
    return new LoginOutcome.LoggedIn(sessions.open(found.user(), request));
  }

  private Optional<StoredAccount> account(String user) {
    Optional<StoredAccount> exact = find(user);
    String lower = user.toLowerCase(Locale.ROOT);
    return exact.isPresent() || lower.equals(user) ? exact : find(lower);
  }

  private Optional<StoredAccount> find(String user) {
    Optional<UserId> id =
        UserId.parse(user.startsWith("@") ? user : "@" + user + ":" + server.value());
    return id.filter(known -> known.isOn(server))
        .flatMap(known -> store.call(s -> s.account(known)));
  }
}
