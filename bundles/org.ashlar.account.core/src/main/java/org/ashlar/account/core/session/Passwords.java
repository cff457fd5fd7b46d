package org.ashlar.account.core.session;

import java.util.Locale;
import java.util.Optional;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.core.password.PasswordHasher;
import org.ashlar.account.core.password.PasswordHasher.Verdict;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// Finds accounts by what people type, and compares their passwords. Any thread.
public final class Passwords {
  private final Gate<IdentityStore> store;
  private final ServerName server;
  private final PasswordHasher hasher;

  /// @param store where accounts are kept
  /// @param server whose users they are
  /// @param hasher what compares passwords
  public Passwords(Gate<IdentityStore> store, ServerName server, PasswordHasher hasher) {
    this.store = store;
    this.server = server;
    this.hasher = hasher;
  }

  /// Tells whether somebody here could have a name, going by its form alone.
  ///
  /// @param user a whole user id or a localpart
  /// @return false for what is no name, or one of another server
  public boolean canBeHere(String user) {
    return id(user).isPresent() || id(user.toLowerCase(Locale.ROOT)).isPresent();
  }

  /// Finds an account.
  ///
  /// @param user a whole user id or a localpart, in lower case if it is not known as it is written
  /// @return the account, empty when there is none on this server
  public Optional<StoredAccount> account(String user) {
    Optional<StoredAccount> exact = find(user);
    String lower = user.toLowerCase(Locale.ROOT);
    return exact.isPresent() || lower.equals(user) ? exact : find(lower);
  }

  /// Compares a password, and hashes it anew when its hash costs too little by now.
  ///
  /// @param account whose it should be, or null for nobody's: this takes as long as a wrong one
  /// @param password the password
  /// @return the hash that stands for it, empty when it is not the account's
  public Optional<String> check(@Nullable StoredAccount account, String password) {
    String hash = account == null ? null : account.passwordHash();
    Verdict verdict = hasher.verify(password, hash);
    if (account == null || hash == null || verdict == Verdict.WRONG) {
      return Optional.empty();
    }
    if (verdict == Verdict.RIGHT) {
      return Optional.of(hash);
    }
    String stronger = hasher.hash(password);
    return Optional.of(
        store.call(s -> s.replacePassword(account.user(), hash, stronger)) ? stronger : hash);
  }

  /// Sets a password.
  ///
  /// @param user whose
  /// @param password the new one
  public void set(UserId user, String password) {
    String hash = hasher.hash(password);
    store.run(s -> s.setPassword(user, hash));
  }

  private Optional<StoredAccount> find(String user) {
    return id(user).flatMap(known -> store.call(s -> s.account(known)));
  }

  private Optional<UserId> id(String user) {
    return UserId.parse(user.startsWith("@") ? user : "@" + user + ":" + server.value())
        .filter(known -> known.isOn(server));
  }
}
