package org.ashlar.account.core.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.ashlar.account.Authentication;
import org.ashlar.account.Caller;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.NewSession;
import org.ashlar.account.Session;
import org.ashlar.account.SessionRequest;
import org.ashlar.account.StoredSession;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;

/// Opens and ends sessions and knows whose a token is. Remembers up to 50,000 of them. Any thread.
public final class Sessions {
  private static final int REMEMBERED = 50_000;

  private final Gate<IdentityStore> store;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final TokenCache cache;

  /// @param store where sessions are kept
  /// @param tokens what makes tokens
  /// @param clock the time
  public Sessions(Gate<IdentityStore> store, AccessTokens tokens, InstantSource clock) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
    this.cache = new TokenCache(REMEMBERED, clock);
  }

  /// Opens a session.
  ///
  /// @param user whose; the account exists
  /// @param request what it shall be; an unknown device is made
  /// @return the session with its token
  public Session open(UserId user, SessionRequest request) {
    DeviceId device = request.device() == null ? tokens.deviceId() : request.device();
    String token = tokens.accessToken();
    NewSession session =
        new NewSession(
            user, device, request.displayName(), AccessTokens.hash(token), clock.instant(), null);
    store.run(s -> s.openSession(session));
    if (request.device() != null) {
      drop(user, device);
    }
    return new Session(user, device, token, null, null);
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
    stored.ifPresent(session -> cache.put(hash, session, drops));
    return stored
        .<Authentication>map(this::judged)
        .orElseGet(() -> new Authentication.Unknown(false));
  }

  /// Ends the session of a caller and removes its device.
  ///
  /// @param caller whose token becomes invalid
  public void end(Caller caller) {
    DeviceId device = caller.device();
    if (device == null) {
      store.run(s -> s.closeSession(caller.session()));
      cache.drop(session -> session.caller().session() == caller.session());
    } else {
      store.run(s -> s.removeDevices(caller.user(), List.of(device)));
      drop(caller.user(), device);
    }
  }

  /// Ends all sessions of a user and removes all devices.
  ///
  /// @param user whose tokens become invalid
  public void endAll(UserId user) {
    store.run(s -> s.removeAllDevices(user));
    cache.drop(session -> session.caller().user().equals(user));
  }

  private Authentication judged(StoredSession session) {
    Instant expires = session.expires();
    return expires != null && !expires.isAfter(clock.instant())
        ? new Authentication.Unknown(true)
        : new Authentication.Known(session.caller());
  }

  private void drop(UserId user, DeviceId device) {
    cache.drop(
        session ->
            session.caller().user().equals(user) && device.equals(session.caller().device()));
  }
}
