package org.ashlar.account;

import java.util.Set;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.limit.RateOverrides;
import org.jspecify.annotations.Nullable;

/// Who makes a request, as its access token tells.
///
/// @param user the user for whom the request acts
/// @param device the device that the token belongs to, or null for a token without device
/// @param kind what kind of account it is
/// @param admin whether the user is an administrator of this server
/// @param status whether and how far the account may be used
/// @param scopes what the token is limited to; empty for everything
/// @param session the number of the token in the store, 0 when it has none
/// @param limits what the user has in the place of the configured rate limits
public record Caller(
    UserId user,
    @Nullable DeviceId device,
    Kind kind,
    boolean admin,
    Status status,
    Set<String> scopes,
    long session,
    RateOverrides limits) {
  /// Copies the scopes.
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /// A caller by the configured rate limits.
  ///
  /// @param user the user for whom the request acts
  /// @param device the device that the token belongs to, or null for a token without device
  /// @param kind what kind of account it is
  /// @param admin whether the user is an administrator of this server
  /// @param status whether and how far the account may be used
  /// @param scopes what the token is limited to; empty for everything
  /// @param session the number of the token in the store, 0 when it has none
  public Caller(
      UserId user,
      @Nullable DeviceId device,
      Kind kind,
      boolean admin,
      Status status,
      Set<String> scopes,
      long session) {
    this(user, device, kind, admin, status, scopes, session, RateOverrides.NONE);
  }

  /// What kind of account it is.
  public enum Kind {
    /// A registered user.
    USER,
    /// A guest, who may do little.
    GUEST,
    /// A user whom an application service plays, or its own sender.
    APPSERVICE
  }

  /// Whether and how far an account may be used.
  public enum Status {
    /// In full.
    ACTIVE,
    /// Only to log out: other requests get `M_USER_LOCKED`.
    LOCKED,
    /// For reading and a few other things: the rest gets `M_USER_SUSPENDED`.
    SUSPENDED,
    /// In full, as it seems to the user, but nobody sees what it does.
    SHADOW_BANNED,
    /// Not at all, for ever.
    DEACTIVATED,
    /// Not any more until it is renewed.
    EXPIRED
  }

  /// Tells whether the caller is a guest.
  ///
  /// @return true for a guest
  public boolean isGuest() {
    return kind == Kind.GUEST;
  }
}
