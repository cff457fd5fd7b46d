package org.ashlar.account.core;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ashlar.account.Accounts;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.Device;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.RegistrationRequest;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.SharedSecretRequest;
import org.ashlar.account.core.password.HashCost;
import org.ashlar.account.core.password.PasswordHasher;
import org.ashlar.account.core.password.PasswordPolicy;
import org.ashlar.account.core.registration.Registrar;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.account.core.session.AccessTokens;
import org.ashlar.account.core.session.PasswordLogin;
import org.ashlar.account.core.session.Sessions;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.Installation;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The users of this server. In memory are only sessions that were used lately and passwords while
/// they are hashed.
@Component(
    service = Accounts.class,
    immediate = true,
    configurationPid = {RegistrationOptions.REGISTRATION_PID, PasswordOptions.PASSWORD_PID})
public final class LocalAccounts implements Accounts {
  private final Gate<IdentityStore> store;
  private final ServerName server;
  private final PasswordHasher hasher;
  private final Sessions sessions;
  private final PasswordLogin logins;
  private final Registrar registrar;
  private volatile RegistrationSettings settings;

  /// @param selections where the gate comes from
  /// @param installation whose users they are
  /// @param registration the section `registration`
  /// @param password the section `password`
  @Activate
  public LocalAccounts(
      @Reference Selections selections,
      @Reference Installation installation,
      RegistrationOptions registration,
      PasswordOptions password) {
    this(
        selections.gate(IdentityStore.class),
        installation,
        settings(registration, password),
        cost(password),
        InstantSource.system());
  }

  /// @param store where accounts are kept
  /// @param installation whose users they are
  /// @param settings who may register
  /// @param cost what a password's hash costs
  /// @param clock the time
  LocalAccounts(
      Gate<IdentityStore> store,
      Installation installation,
      RegistrationSettings settings,
      HashCost cost,
      InstantSource clock) {
    this.store = store;
    this.server = installation.serverName();
    this.settings = settings;
    hasher = new PasswordHasher(cost);
    sessions = new Sessions(store, new AccessTokens(), clock);
    logins = new PasswordLogin(store, installation.serverName(), hasher, sessions);
    registrar =
        new Registrar(
            store,
            new Registrar.Parts(installation.serverName(), hasher, sessions, clock),
            this::settings);
  }

  @Modified
  void modified(RegistrationOptions registration, PasswordOptions password) {
    apply(settings(registration, password), cost(password));
  }

  void apply(RegistrationSettings newSettings, HashCost cost) {
    settings = newSettings;
    hasher.apply(cost);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<IdentityStore> reference, IdentityStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<IdentityStore> reference, IdentityStore service) {
    store.unbind(reference, service);
  }

  @Override
  public Authentication authenticate(String token) {
    return sessions.authenticate(token);
  }

  @Override
  public LoginOutcome login(String user, String password, SessionRequest session) {
    return logins.login(user, password, session);
  }

  @Override
  public RegistrationOutcome register(RegistrationRequest request) {
    return registrar.register(request);
  }

  @Override
  public RegistrationOutcome registerGuest(SessionRequest session) {
    return registrar.registerGuest(session);
  }

  @Override
  public Optional<RegistrationOutcome.Refused> unavailable(String username) {
    return registrar.unavailable(username);
  }

  @Override
  public boolean isRegistrationToken(String token) {
    return settings.tokenNeeded() && settings.tokens().contains(token);
  }

  @Override
  public RegistrationOutcome createUser(String username, String password, boolean admin) {
    return registrar.createUser(username, password, admin);
  }

  @Override
  public Optional<String> registrationNonce() {
    return registrar.nonce();
  }

  @Override
  public RegistrationOutcome registerWithSecret(SharedSecretRequest request) {
    return registrar.registerWithSecret(request);
  }

  @Override
  public void logout(Caller caller) {
    sessions.end(caller);
  }

  @Override
  public void logoutAll(UserId user) {
    sessions.endAll(user);
  }

  @Override
  public List<Device> devices(UserId user) {
    return store.call(s -> s.devices(user));
  }

  @Override
  public Optional<Device> device(UserId user, DeviceId device) {
    return devices(user).stream().filter(known -> known.id().equals(device)).findFirst();
  }

  @Override
  public boolean renameDevice(UserId user, DeviceId device, @Nullable String displayName) {
    return store.call(s -> s.renameDevice(user, device, displayName));
  }

  @Override
  public boolean isReady() {
    return store.isOpen();
  }

  @Override
  public boolean exists(UserId user) {
    return store.call(s -> s.account(user)).isPresent();
  }

  @Override
  public Set<UserId> erased(Collection<UserId> users) {
    List<UserId> own = users.stream().filter(user -> user.isOn(server)).distinct().toList();
    return own.isEmpty() ? Set.of() : store.call(s -> s.erased(own));
  }

  private RegistrationSettings settings() {
    return settings;
  }

  private static RegistrationSettings settings(
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
}
