package org.ashlar.account.core.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.LoginToken;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonString;

/// Tokens by which users log further clients in: each good once, for a short time. They lie in the
/// store, by their hash only. Any thread.
public final class LoginTokens {
  private static final String TICKET = "login-token";

  private final Gate<IdentityStore> store;
  private final AccessTokens tokens;
  private final InstantSource clock;
  private final Supplier<SessionLifetimes> lifetimes;

  /// @param store where they are kept
  /// @param tokens what makes them
  /// @param clock the time
  /// @param lifetimes how long they are valid, as of now
  public LoginTokens(
      Gate<IdentityStore> store,
      AccessTokens tokens,
      InstantSource clock,
      Supplier<SessionLifetimes> lifetimes) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
    this.lifetimes = lifetimes;
  }

  /// Makes one.
  ///
  /// @param user whom it logs in
  /// @return the token, empty when this is switched off
  public Optional<LoginToken> issue(UserId user) {
    Duration lasts = lifetimes.get().login();
    if (lasts == null) {
      return Optional.empty();
    }
    String token = tokens.secret();
    JsonObject data = JsonObject.of("user", new JsonString(user.value()));
    Instant now = clock.instant();
    store.run(s -> s.putTicket(TICKET, AccessTokens.hashText(token), data, now.plus(lasts), now));
    return Optional.of(new LoginToken(token, lasts));
  }

  /// Uses one up.
  ///
  /// @param token the token
  /// @return whom it logs in; empty when it is unknown, used, too old, or this is switched off
  public Optional<UserId> take(String token) {
    return lifetimes.get().login() == null
        ? Optional.empty()
        : store
            .call(s -> s.takeTicket(TICKET, AccessTokens.hashText(token), clock.instant()))
            .flatMap(data -> data.string("user"))
            .map(UserId::new);
  }
}
