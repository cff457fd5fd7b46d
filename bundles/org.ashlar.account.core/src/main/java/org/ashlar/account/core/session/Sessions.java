package org.ashlar.account.core.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.Device;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.NewSession;
import org.ashlar.account.RefreshOutcome;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.SessionTokens;
import org.ashlar.account.StoredSession;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.jspecify.annotations.Nullable;

/// Opens and ends sessions and knows whose a token is. Remembers up to 50,000 of them. Any thread.
public final class Sessions {
  private static final int REMEMBERED = 50_000;

  private final Gate<IdentityStore> store;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final Supplier<SessionLifetimes> lifetimes;
  private final TokenCache cache;
  private final Consumer<UserId> ended;

  /// @param store where sessions are kept
  /// @param tokens what makes tokens
  /// @param clock the time
  /// @param lifetimes how long tokens are valid, as of now
  /// @param ended told whose tokens have ended; requests of theirs that wait must be looked at
  ///   again
  public Sessions(
      Gate<IdentityStore> store,
      AccessTokens tokens,
      InstantSource clock,
      Supplier<SessionLifetimes> lifetimes,
      Consumer<UserId> ended) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
    this.lifetimes = lifetimes;
    this.ended = ended;
    this.cache = new TokenCache(REMEMBERED, clock);
  }

  /// Opens a session.
  ///
  /// @param user whose; the account exists
  /// @param request what it shall be; an unknown device is made
  /// @return the session with its token
  public Session open(UserId user, SessionRequest request) {
    DeviceId device = request.device() == null ? tokens.deviceId() : request.device();
    Instant now = clock.instant();
    Secrets secrets = secrets(request.refreshToken(), now);
    NewSession session =
        new NewSession(user, device, request.displayName(), secrets.stored(), now)
            .from(request.address());
    store.run(s -> s.openSession(session));
    if (request.device() != null) {
      drop(user, List.of(device));
    }
    return secrets.session(user, device);
  }

  /// Gives new tokens for a refresh token.
  ///
  /// @param refreshToken the refresh token
  /// @return the new tokens, or why there are none
  public RefreshOutcome refresh(String refreshToken) {
    byte[] hash = AccessTokens.hash(refreshToken);
    Caller owner = store.call(s -> s.refreshable(hash)).map(StoredSession::caller).orElse(null);
    if (owner == null || owner.device() == null || owner.status() == Caller.Status.DEACTIVATED) {
      return new RefreshOutcome.Unknown();
    }
    if (owner.status() == Caller.Status.LOCKED) {
      return new RefreshOutcome.Locked();
    }
    Instant now = clock.instant();
    Secrets secrets = secrets(true, now);
    if (store.call(s -> s.refreshSession(hash, secrets.stored(), now)).isEmpty()) {
      return new RefreshOutcome.Unknown();
    }
    drop(owner.user(), List.of(owner.device()));
    return new RefreshOutcome.Refreshed(secrets.session(owner.user(), owner.device()));
  }

  /// Tells whose a token is.
  ///
  /// @param token the token
  /// @return the caller, or that it is not valid
  public Authentication authenticate(String token) {
    byte[] hash = AccessTokens.hash(token);
    StoredSession known = cache.get(hash);
    if (known != null) {
      return judged(known);
    }
    long drops = cache.drops();
    Optional<StoredSession> stored = store.call(s -> s.session(hash));
    if (stored.isEmpty()) {
      return new Authentication.Unknown(false);
    }
    Authentication answer = judged(stored.get());
    if (stored.get().unused() && answer instanceof Authentication.Known(Caller caller)) {
      return confirmed(caller);
    }
    cache.put(hash, stored.get(), drops);
    return answer;
  }

  /// Of several answers to one refresh, the one that is used first stays.
  private Authentication confirmed(Caller caller) {
    if (!store.call(s -> s.confirmSession(caller.session()))) {
      return new Authentication.Unknown(true);
    }
    if (caller.device() != null) {
      drop(caller.user(), List.of(caller.device()));
    }
    return new Authentication.Known(caller);
  }

  /// Ends the session of a caller and removes its device.
  ///
  /// @param caller whose token becomes invalid
  public void end(Caller caller) {
    DeviceId device = caller.device();
    if (device == null) {
      store.run(s -> s.closeSession(caller.session()));
      cache.drop(session -> session.caller().session() == caller.session());
      ended.accept(caller.user());
    } else {
      end(caller.user(), List.of(device));
    }
  }

  /// Removes devices and ends their sessions.
  ///
  /// @param user whose
  /// @param devices which
  public void end(UserId user, Collection<DeviceId> devices) {
    store.run(s -> s.removeDevices(user, devices));
    drop(user, devices);
  }

  /// Ends all sessions of a user and removes all devices.
  ///
  /// @param user whose tokens become invalid
  public void endAll(UserId user) {
    store.run(s -> s.removeAllDevices(user));
    forget(user);
  }

  /// Ends all sessions of a user but those of one device, and removes all other devices.
  ///
  /// @param user whose
  /// @param keep the device that stays
  public void endOthers(UserId user, DeviceId keep) {
    List<DeviceId> others =
        store.call(s -> s.devices(user)).stream()
            .map(Device::id)
            .filter(device -> !device.equals(keep))
            .toList();
    end(user, others);
  }

  /// Forgets what is remembered of a user, whose account has changed.
  ///
  /// @param user whose
  public void forget(UserId user) {
    cache.drop(session -> session.caller().user().equals(user));
    ended.accept(user);
  }

  private Secrets secrets(boolean refreshable, Instant now) {
    SessionLifetimes lasting = lifetimes.get();
    return new Secrets(
        tokens.accessToken(),
        refreshable ? tokens.refreshToken() : null,
        now,
        refreshable ? lasting.access() : lasting.lone(),
        refreshable ? lasting.refresh() : null);
  }

  private Authentication judged(StoredSession session) {
    Instant expires = session.expires();
    return expires != null && !expires.isAfter(clock.instant())
        ? new Authentication.Unknown(true)
        : new Authentication.Known(session.caller());
  }

  private void drop(UserId user, Collection<DeviceId> devices) {
    cache.drop(
        session -> {
          Caller caller = session.caller();
          DeviceId device = caller.device();
          return caller.user().equals(user) && device != null && devices.contains(device);
        });
    ended.accept(user);
  }

  /// New tokens in clear.
  private record Secrets(
      String access,
      @Nullable String refresh,
      Instant now,
      @Nullable Duration accessLasts,
      @Nullable Duration refreshLasts) {
    SessionTokens stored() {
      return new SessionTokens(
          AccessTokens.hash(access),
          accessLasts == null ? null : now.plus(accessLasts),
          refresh == null ? null : AccessTokens.hash(refresh),
          refreshLasts == null ? null : now.plus(refreshLasts));
    }

    Session session(UserId user, DeviceId device) {
      return new Session(user, device, access, refresh, accessLasts);
    }
  }
}
