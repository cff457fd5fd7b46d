package org.ashlar.account.core;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ashlar.account.Accounts;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.MemoryIdentityStore;
import org.ashlar.account.core.password.HashCost;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.account.core.session.SessionLifetimes;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Waiters;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.install.Installation;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.hub.MemoryStreamHub;

/// Accounts on a store in memory, with a clock that tests move.
public final class AccountHouse {
  /// What registration is like unless a test says otherwise: open to all.
  public static final RegistrationSettings OPEN =
      new RegistrationSettings(true, false, Set.of(), true, "", PasswordPolicy.NONE);

  /// When the clock starts.
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  static final HashCost CHEAP = new HashCost(8, 1, 2);

  /// Takes more memory than hashes may: hashing a password fails.
  static final HashCost IMPOSSIBLE = new HashCost(Integer.MAX_VALUE, 1, 2);

  public final MemoryIdentityStore store = new MemoryIdentityStore();
  public final Selections selections = new Selections();
  final Gate<IdentityStore> gate = selections.gate(IdentityStore.class);
  public final LocalAccounts accounts;

  /// What was written into the audit log.
  public final List<AuditEntry> audited = new CopyOnWriteArrayList<>();

  public final LocalUserData userData;
  public final MemoryStreamHub hub = new MemoryStreamHub();
  private final List<LocalAccounts> others = new ArrayList<>();
  private Settings settings;
  private Instant now = START;

  /// A house with these settings.
  public AccountHouse(RegistrationSettings settings) {
    this.settings = new Settings(settings, CHEAP, SessionLifetimes.USUAL);
    gate.bind(new NumberedReference<>(1, IdentityStore.class), store);
    accounts = new LocalAccounts(gate, installation(), this.settings, () -> now, audited::add);
    Gate<StreamHub> hubGate = selections.gate(StreamHub.class);
    hubGate.bind(new NumberedReference<>(5, StreamHub.class), hub);
    userData = new LocalUserData(gate, hubGate);
  }

  /// Changes who may register.
  public void apply(RegistrationSettings registration) {
    apply(new Settings(registration, settings.cost(), settings.lifetimes()));
  }

  /// Changes what hashes cost.
  void apply(HashCost cost) {
    apply(new Settings(settings.registration(), cost, settings.lifetimes()));
  }

  /// Changes how long tokens are valid.
  public void apply(SessionLifetimes lifetimes) {
    apply(new Settings(settings.registration(), settings.cost(), lifetimes));
  }

  /// Another version of the accounts, beside the first.
  LocalAccounts another() {
    return another(gate);
  }

  /// What users keep, as another process on the same store sees it.
  LocalUserData anotherUserData() {
    Gate<StreamHub> itsHub = new Selections().gate(StreamHub.class);
    itsHub.bind(new NumberedReference<>(6, StreamHub.class), new MemoryStreamHub());
    return new LocalUserData(gate, itsHub);
  }

  /// Another version of the accounts, on a store of its own.
  LocalAccounts another(Gate<IdentityStore> itsStore) {
    LocalAccounts other =
        new LocalAccounts(itsStore, installation(), settings, () -> now, audited::add);
    others.add(other);
    return other;
  }

  private void apply(Settings changed) {
    settings = changed;
    accounts.apply(changed);
    others.forEach(other -> other.apply(changed));
  }

  /// Writes down which devices were used, as a timer does.
  public void writeLastSeen() {
    accounts.writeLastSeen();
  }

  /// A house with open registration.
  public AccountHouse() {
    this(OPEN);
  }

  /// A gate to its accounts.
  public Gate<Accounts> accountsGate() {
    Gate<Accounts> accountsGate = selections.gate(Accounts.class);
    accountsGate.bind(new NumberedReference<>(2, Accounts.class), accounts);
    return accountsGate;
  }

  /// Lets somebody wake waiting requests.
  public void waiters(Waiters waiters) {
    accounts.bindWaiters(waiters);
  }

  /// Lets time pass.
  public void pass(Duration time) {
    now = now.plus(time);
  }

  /// An installation named `test`.
  public static Installation installation() {
    return new Installation() {
      @Override
      public ServerName serverName() {
        return new ServerName("test");
      }

      @Override
      public Path dataFolder() {
        return Path.of("/nowhere");
      }

      @Override
      public Path home() {
        return Path.of("/nowhere");
      }
    };
  }
}
