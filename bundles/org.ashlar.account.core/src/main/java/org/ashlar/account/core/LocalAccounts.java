package org.ashlar.account.core;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ashlar.account.AccountFeatures;
import org.ashlar.account.Accounts;
import org.ashlar.account.AuthChallenge;
import org.ashlar.account.AuthOutcome;
import org.ashlar.account.AuthRequest;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.Device;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.LoginOutcome;
import org.ashlar.account.LoginToken;
import org.ashlar.account.PasswordChange;
import org.ashlar.account.RefreshOutcome;
import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.RegistrationRequest;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.SharedSecretRequest;
import org.ashlar.account.core.auth.AuthStages;
import org.ashlar.account.core.auth.AuthStages.Standing;
import org.ashlar.account.core.auth.AuthSubject;
import org.ashlar.account.core.auth.PasswordStage;
import org.ashlar.account.core.auth.Stage;
import org.ashlar.account.core.password.PasswordHasher;
import org.ashlar.account.core.registration.Registrar;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.account.core.session.AccessTokens;
import org.ashlar.account.core.session.LastSeen;
import org.ashlar.account.core.session.LoginTokens;
import org.ashlar.account.core.session.Logins;
import org.ashlar.account.core.session.Passwords;
import org.ashlar.account.core.session.SessionLifetimes;
import org.ashlar.account.core.session.Sessions;
import org.ashlar.base.audit.AuditEntry;
import org.ashlar.base.audit.AuditLog;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Waiters;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.base.task.Tasks;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// The users of this server. In memory are only sessions that were used lately and passwords while
/// they are hashed.
@Component(
    service = Accounts.class,
    immediate = true,
    configurationPid = {
      RegistrationOptions.REGISTRATION_PID,
      PasswordOptions.PASSWORD_PID,
      SessionOptions.SESSION_PID
    })
public final class LocalAccounts implements Accounts {
  private static final Duration LAST_SEEN_PAUSE = Duration.ofMinutes(1);

  private final Gate<IdentityStore> store;
  private final ErasedUsers erased;
  private final PasswordHasher hasher;
  private final Passwords passwords;
  private final Sessions sessions;
  private final LoginTokens loginTokens;
  private final Logins logins;
  private final AuthStages stages;
  private final Registrar registrar;
  private final LastSeen lastSeen;
  private final AccountAudit audit;
  private final Tasks tasks = new Tasks("org.ashlar.account.core");
  private final List<Waiters> waiters = new CopyOnWriteArrayList<>();
  private volatile Settings settings;

  /// @param selections where the gate comes from
  /// @param installation whose users they are
  /// @param registration the section `registration`
  /// @param password the section `password`
  /// @param session the section `session`
  @Activate
  public LocalAccounts(
      @Reference Selections selections,
      @Reference Installation installation,
      RegistrationOptions registration,
      PasswordOptions password,
      SessionOptions session) {
    this(
        selections.gate(IdentityStore.class),
        installation,
        Settings.of(registration, password, session),
        InstantSource.system(),
        AuditLog.current()::record);
    tasks.repeat("last-seen", LAST_SEEN_PAUSE, this::writeLastSeen);
  }

  /// @param store where accounts are kept
  /// @param installation whose users they are
  /// @param settings what is configured
  /// @param clock the time
  /// @param record takes entries of the audit log
  LocalAccounts(
      Gate<IdentityStore> store,
      Installation installation,
      Settings settings,
      InstantSource clock,
      Consumer<AuditEntry> record) {
    this.store = store;
    ServerName server = installation.serverName();
    this.settings = settings;
    audit = new AccountAudit(server, record);
    AccessTokens tokens = new AccessTokens();
    Supplier<SessionLifetimes> lifetimes = () -> this.settings.lifetimes();
    hasher = new PasswordHasher(settings.cost());
    passwords = new Passwords(store, server, hasher);
    sessions = new Sessions(store, tokens, clock, lifetimes, this::wake);
    loginTokens = new LoginTokens(store, tokens, clock, lifetimes);
    logins = new Logins(store, passwords, loginTokens, sessions);
    stages = new AuthStages(store, tokens, clock);
    lastSeen = new LastSeen(clock);
    erased = new ErasedUsers(store, server, clock);
    registrar =
        new Registrar(
            store,
            new Registrar.Parts(server, hasher, sessions, stages, clock),
            () -> this.settings.registration());
  }

  @Modified
  void modified(
      RegistrationOptions registration, PasswordOptions password, SessionOptions session) {
    apply(Settings.of(registration, password, session));
  }

  void apply(Settings newSettings) {
    settings = newSettings;
    hasher.apply(newSettings.cost());
  }

  @Deactivate
  void deactivate() {
    tasks.close();
  }

  /// Writes down which devices were used; what fails is not tried again.
  void writeLastSeen() {
    lastSeen.flush(uses -> store.run(s -> s.touchDevices(uses)));
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<IdentityStore> reference, IdentityStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<IdentityStore> reference, IdentityStore service) {
    store.unbind(reference, service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindWaiters(Waiters connector) {
    waiters.add(connector);
  }

  void unbindWaiters(Waiters connector) {
    waiters.removeIf(known -> known == connector);
  }

  /// Lets requests of a user that wait go on: those whose token has ended are refused.
  private void wake(UserId user) {
    waiters.forEach(connector -> connector.wake(List.of(StreamHub.userKey(user))));
  }

  @Override
  public Authentication authenticate(String token) {
    return sessions.authenticate(token);
  }

  @Override
  public Authentication authenticate(String token, String remoteAddress) {
    Authentication answer = sessions.authenticate(token);
    if (answer instanceof Authentication.Known(Caller caller)) {
      lastSeen.note(caller, remoteAddress);
    }
    return answer;
  }

  @Override
  public AccountFeatures features() {
    Settings now = settings;
    return new AccountFeatures(now.registration().enabled(), now.lifetimes().login() != null);
  }

  @Override
  public AuthOutcome authorize(AuthRequest request) {
    return audit.authorization(request, () -> judged(request));
  }

  private AuthOutcome judged(AuthRequest request) {
    AuthSubject subject = new AuthSubject(request.operation(), request.user(), request.body());
    JsonObject auth = request.body().object("auth").orElse(null);
    Stage password = new PasswordStage(passwords, request.user());
    Standing standing = stages.check(subject, auth, List.of(List.of(password)));
    UserId user = standing.user();
    AuthChallenge left = standing.left();
    if (left != null) {
      return new AuthOutcome.Challenged(left);
    }
    return new AuthOutcome.Authorized(Objects.requireNonNull(user, "a password shows a user"));
  }

  @Override
  public LoginOutcome login(String user, String password, SessionRequest session) {
    return audit.login(
        "password",
        passwords.canBeHere(user) ? user : "",
        session.address(),
        () -> logins.byPassword(user, password, session));
  }

  @Override
  public Optional<LoginToken> loginToken(UserId user) {
    Optional<LoginToken> token = loginTokens.issue(user);
    if (token.isPresent()) {
      audit.act(AccountAudit.own("login_token.create", user), () -> {});
    }
    return token;
  }

  @Override
  public LoginOutcome loginWithToken(String token, SessionRequest session) {
    return audit.login("token", "", session.address(), () -> logins.byToken(token, session));
  }

  @Override
  public RefreshOutcome refresh(String refreshToken) {
    return sessions.refresh(refreshToken);
  }

  @Override
  public Optional<RegistrationOutcome.Refused> weakness(String password) {
    return registrar.weakness(password);
  }

  @Override
  public void changePassword(PasswordChange change) {
    AuditLog.current().admit();
    audit.act(
        AccountAudit.own("password.change", change.user())
            .with("others_logged_out", Boolean.toString(change.logoutOthers())),
        () -> change(change));
  }

  private void change(PasswordChange change) {
    passwords.set(change.user(), change.password());
    DeviceId keep = change.keep();
    if (change.logoutOthers() && keep != null) {
      sessions.endOthers(change.user(), keep);
    } else if (change.logoutOthers()) {
      sessions.endAll(change.user());
    }
  }

  @Override
  public void deactivate(UserId user, boolean erase) {
    AuditLog.current().admit();
    audit.act(
        AccountAudit.own("user.deactivate", user).with("erase", Boolean.toString(erase)),
        () -> close(user, erase));
  }

  private void close(UserId user, boolean erase) {
    store.run(s -> s.deactivate(user, erase));
    if (erase) {
      erased.add(user);
    }
    sessions.forget(user);
  }

  @Override
  public RegistrationOutcome register(RegistrationRequest request) {
    String name = request.username() == null ? "" : request.username();
    return audit.registration(
        "registration", name, request.remoteAddress(), () -> registrar.register(request));
  }

  @Override
  public RegistrationOutcome registerGuest(SessionRequest session) {
    return audit.registration(
        "guest", "", session.address(), () -> registrar.registerGuest(session));
  }

  @Override
  public Optional<RegistrationOutcome.Refused> unavailable(String username) {
    return registrar.unavailable(username);
  }

  @Override
  public boolean isRegistrationToken(String token) {
    RegistrationSettings now = settings.registration();
    return now.tokenNeeded() && now.tokens().contains(token);
  }

  @Override
  public RegistrationOutcome createUser(String username, String password, boolean admin) {
    return audit.registration(
        admin ? "operator, as an administrator" : "operator",
        username,
        null,
        () -> registrar.createUser(username, password, admin));
  }

  @Override
  public Optional<String> registrationNonce() {
    return registrar.nonce();
  }

  @Override
  public RegistrationOutcome registerWithSecret(SharedSecretRequest request) {
    return audit.registration(
        request.admin() ? "shared secret, as an administrator" : "shared secret",
        request.username(),
        request.remoteAddress(),
        () -> registrar.registerWithSecret(request));
  }

  @Override
  public void logout(Caller caller) {
    DeviceId device = caller.device();
    audit.act(
        AccountAudit.own("logout", caller.user())
            .with("device", device == null ? "" : device.value()),
        () -> sessions.end(caller));
  }

  @Override
  public void logoutAll(UserId user) {
    audit.act(AccountAudit.own("logout.all", user), () -> sessions.endAll(user));
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
  public void removeDevices(UserId user, Collection<DeviceId> devices) {
    audit.act(
        AccountAudit.own("session.revoke", user).with("devices", AccountAudit.names(devices)),
        () -> sessions.end(user, devices));
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
  public Optional<RateOverrides> rateOverrides(UserId user) {
    return store.call(s -> s.rateOverrides(user));
  }

  @Override
  public boolean overrideRates(UserId user, RateOverrides overrides) {
    boolean known =
        audit.rates(user, overrides, () -> store.call(s -> s.overrideRates(user, overrides)));
    sessions.forget(user);
    return known;
  }

  @Override
  public boolean exists(UserId user) {
    return store.call(s -> s.account(user)).isPresent();
  }

  @Override
  public Set<UserId> guests(Collection<UserId> users) {
    return users.isEmpty() ? Set.of() : store.call(s -> s.guests(users));
  }

  @Override
  public Set<UserId> erased(Collection<UserId> users) {
    return erased.among(users);
  }
}
