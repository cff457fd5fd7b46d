package org.ashlar.account.core.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.ashlar.account.AuthChallenge;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.RegistrationOutcome.Reason;
import org.ashlar.account.RegistrationOutcome.Refused;
import org.ashlar.account.RegistrationOutcome.Registered;
import org.ashlar.account.RegistrationRequest;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.SharedSecretRequest;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.core.auth.AuthStages;
import org.ashlar.account.core.auth.AuthSubject;
import org.ashlar.account.core.auth.DummyStage;
import org.ashlar.account.core.auth.Stage;
import org.ashlar.account.core.auth.TokenStage;
import org.ashlar.account.core.password.PasswordHasher;
import org.ashlar.account.core.session.AccessTokens;
import org.ashlar.account.core.session.Sessions;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;
import org.jspecify.annotations.Nullable;

/// Makes accounts. Any thread; of several that want one name, one gets it.
public final class Registrar {
  private static final String NONCE = "registration-nonce";
  private static final Duration NONCE_LIFETIME = Duration.ofMinutes(1);
  private static final int MADE_UP_LENGTH = 12;
  private static final int MAX_USER_ID_BYTES = 255;

  private final Gate<IdentityStore> store;
  private final ServerName server;
  private final PasswordHasher hasher;
  private final Sessions sessions;
  private final Supplier<RegistrationSettings> settings;
  private final AccessTokens tokens = new AccessTokens();
  private final InstantSource clock;
  private final AuthStages stages;

  /// @param store where accounts are kept
  /// @param parts what it works with
  /// @param settings who may register, as of now
  public Registrar(
      Gate<IdentityStore> store, Parts parts, Supplier<RegistrationSettings> settings) {
    this.store = store;
    this.server = parts.server();
    this.hasher = parts.hasher();
    this.sessions = parts.sessions();
    this.clock = parts.clock();
    this.settings = settings;
    this.stages = parts.stages();
  }

  /// What registration works with.
  ///
  /// @param server whose users they become
  /// @param hasher what hashes passwords
  /// @param sessions what opens sessions
  /// @param stages what leads through authentication
  /// @param clock the time
  public record Parts(
      ServerName server,
      PasswordHasher hasher,
      Sessions sessions,
      AuthStages stages,
      InstantSource clock) {}

  /// See [org.ashlar.account.Accounts#register].
  ///
  /// @param request what the client wants
  /// @return the account, what is yet to be shown, or why it can not be
  public RegistrationOutcome register(RegistrationRequest request) {
    RegistrationSettings now = settings.get();
    if (!now.enabled()) {
      return new Refused(Reason.DISABLED, "Registration is switched off on this server.");
    }
    String guestToken = request.guestToken();
    UserId guest = guestToken == null ? null : guest(guestToken);
    Optional<Refused> objection =
        guest == null && guestToken == null
            ? objection(request.username(), request.password())
            : guestObjection(guest, request);
    if (objection.isPresent()) {
      return objection.get();
    }
    AuthSubject subject = new AuthSubject("register", null, null);
    AuthChallenge left = stages.check(subject, request.auth(), List.of(flow(now))).left();
    if (left != null) {
      return new RegistrationOutcome.Challenged(left);
    }
    String password = request.password();
    if (password == null) {
      return new Refused(Reason.MISSING_PASSWORD, "The field password is missing.");
    }
    SessionRequest session = request.inhibitLogin() ? null : request.session();
    if (guest != null) {
      return upgrade(guest, password, session);
    }
    String name = request.username();
    String localpart = name == null ? tokens.localpart(MADE_UP_LENGTH) : name;
    return make(new NewUser(localpart, Caller.Kind.USER, false, password, null), session);
  }

  private @Nullable UserId guest(String token) {
    return sessions.authenticate(token) instanceof Authentication.Known(Caller caller)
            && caller.isGuest()
        ? caller.user()
        : null;
  }

  private Optional<Refused> guestObjection(@Nullable UserId guest, RegistrationRequest request) {
    String name = request.username();
    if (name == null) {
      return Optional.of(
          new Refused(Reason.MISSING_USERNAME, "A guest who registers keeps its user name."));
    }
    if (guest == null || !guest.localpart().equals(name)) {
      return Optional.of(
          new Refused(Reason.OTHER_GUEST, "The guest's token is not that of a guest so named."));
    }
    return request.password() == null ? Optional.empty() : weakness(request.password());
  }

  /// The guest's devices stay; from now on they are a user's.
  private RegistrationOutcome upgrade(
      UserId guest, String password, @Nullable SessionRequest session) {
    String hash = hasher.hash(password);
    if (!store.call(s -> s.upgradeGuest(guest, hash))) {
      return inUse();
    }
    sessions.forget(guest);
    return new Registered(guest, session == null ? null : sessions.open(guest, session));
  }

  /// See [org.ashlar.account.Accounts#registerGuest].
  ///
  /// @param session what its session shall be
  /// @return the account, or why it can not be
  public RegistrationOutcome registerGuest(SessionRequest session) {
    if (!settings.get().guests()) {
      return new Refused(Reason.DISABLED, "This server takes no guests.");
    }
    String localpart = tokens.localpart(MADE_UP_LENGTH);
    return make(new NewUser(localpart, Caller.Kind.GUEST, false, null, null), session);
  }

  /// See [org.ashlar.account.Accounts#unavailable].
  ///
  /// @param username the localpart
  /// @return why it could not be registered; empty when it could
  public Optional<Refused> unavailable(String username) {
    return objection(username, null);
  }

  /// See [org.ashlar.account.Accounts#createUser].
  ///
  /// @param username the localpart
  /// @param password the password
  /// @param admin whether the user administers the server
  /// @return the account, or why it can not be
  public RegistrationOutcome createUser(String username, String password, boolean admin) {
    Optional<Refused> objection = objection(username, password);
    return objection.isPresent()
        ? objection.get()
        : make(new NewUser(username, Caller.Kind.USER, admin, password, null), null);
  }

  /// See [org.ashlar.account.Accounts#registrationNonce].
  ///
  /// @return the nonce, empty when no secret is configured
  public Optional<String> nonce() {
    if (settings.get().sharedSecret().isEmpty()) {
      return Optional.empty();
    }
    String nonce = tokens.secret();
    Instant now = clock.instant();
    store.run(s -> s.putTicket(NONCE, nonce, JsonObject.EMPTY, now.plus(NONCE_LIFETIME), now));
    return Optional.of(nonce);
  }

  /// See [org.ashlar.account.Accounts#registerWithSecret].
  ///
  /// @param request the signed request
  /// @return the account with a session, or why it can not be
  public RegistrationOutcome registerWithSecret(SharedSecretRequest request) {
    String secret = settings.get().sharedSecret();
    if (secret.isEmpty()) {
      return new Refused(Reason.DISABLED, "Registration by shared secret is switched off.");
    }
    if (store.call(s -> s.takeTicket(NONCE, request.nonce(), clock.instant())).isEmpty()) {
      return new Refused(Reason.UNKNOWN_NONCE, "The nonce is not known, used or too old.");
    }
    if (!new SharedSecret(secret).signed(request)) {
      return new Refused(Reason.WRONG_SIGNATURE, "The HMAC is not right.");
    }
    String localpart = request.username().toLowerCase(Locale.ROOT);
    Optional<Refused> objection = objection(localpart, request.password());
    if (objection.isPresent()) {
      return objection.get();
    }
    RegistrationOutcome made =
        make(
            new NewUser(
                localpart,
                Caller.Kind.USER,
                request.admin(),
                request.password(),
                request.userType()),
            request.inhibitLogin() ? null : SessionRequest.ANY.from(request.remoteAddress()));
    if (made instanceof Registered registered && request.displayName() != null) {
      JsonString name = new JsonString(request.displayName());
      store.run(s -> s.setProfileField(registered.user(), "displayname", name));
    }
    return made;
  }

  private RegistrationOutcome make(NewUser user, @Nullable SessionRequest session) {
    UserId id = UserId.of(user.localpart(), server);
    String hash = user.password() == null ? null : hasher.hash(user.password());
    StoredAccount account =
        new StoredAccount(
            id,
            user.kind(),
            user.admin(),
            Caller.Status.ACTIVE,
            hash,
            user.userType(),
            clock.instant());
    if (!store.call(s -> s.createAccount(account))) {
      return inUse();
    }
    Session opened = session == null ? null : sessions.open(id, session);
    return new Registered(id, opened);
  }

  private Optional<Refused> objection(@Nullable String username, @Nullable String password) {
    if (username != null) {
      if (!isValid(username)) {
        return Optional.of(
            new Refused(
                Reason.INVALID_USERNAME,
                "A user name has only a-z, 0-9 and . _ = - / +, and is not too long."));
      }
      UserId id = UserId.of(username, server);
      if (store.call(s -> s.account(id)).isPresent()) {
        return Optional.of(inUse());
      }
    }
    return password == null ? Optional.empty() : weakness(password);
  }

  /// See [org.ashlar.account.Accounts#weakness].
  ///
  /// @param password a new password
  /// @return what is wrong with it, empty when nothing is
  public Optional<Refused> weakness(String password) {
    return settings
        .get()
        .policy()
        .objection(password)
        .map(why -> new Refused(Reason.WEAK_PASSWORD, why));
  }

  private boolean isValid(String username) {
    return UserId.isValidLocalpart(username)
        && username.length() + server.value().length() + 2 <= MAX_USER_ID_BYTES;
  }

  private static Refused inUse() {
    return new Refused(Reason.USER_IN_USE, "This user name is taken.");
  }

  private static List<Stage> flow(RegistrationSettings settings) {
    return settings.tokenNeeded()
        ? List.of(new TokenStage(settings.tokens()))
        : List.of(new DummyStage());
  }

  private record NewUser(
      String localpart,
      Caller.Kind kind,
      boolean admin,
      @Nullable String password,
      @Nullable String userType) {}
}
