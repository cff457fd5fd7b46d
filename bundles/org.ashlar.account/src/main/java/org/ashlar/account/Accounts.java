package org.ashlar.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.limit.RateOverrides;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Users of this server: registration, login, tokens, devices. Swappable: reached through a gate;
/// any thread.
///
/// All methods throw [org.ashlar.store.StoreException] when the store fails. Methods that hash a
/// password wait for a place in a bounded pool and throw [org.ashlar.base.error.MatrixException]
/// 429 when too many wait.
@ProviderType
public interface Accounts {
  /// Tells whose a token is.
  ///
  /// @param token the access token as the client sent it
  /// @return the caller, or that the token is not valid
  Authentication authenticate(String token);

  /// Tells whose a token is, and notes that its device was used, some time after this returns.
  ///
  /// @param token the access token as the client sent it
  /// @param remoteAddress from where
  /// @return the caller, or that the token is not valid
  Authentication authenticate(String token, String remoteAddress);

  /// What is switched on.
  ///
  /// @return the features as of now
  AccountFeatures features();

  /// Leads through user-interactive authentication. Judge everything else about a request before.
  ///
  /// @param request what is to be done
  /// @return who it is, or what is yet to be shown
  /// @throws org.ashlar.base.error.MatrixException when the request can not go on: 400 for a
  ///   session of authentication that is not known, 403 for one of another request or user
  AuthOutcome authorize(AuthRequest request);

  /// Logs in with a password.
  ///
  /// @param user a whole user id or a localpart
  /// @param password the password
  /// @param session what the session shall be
  /// @return the session, or why there is none
  LoginOutcome login(String user, String password, SessionRequest session);

  /// Makes a token that logs one more client in.
  ///
  /// @param user whose client
  /// @return the token, empty when this is switched off
  Optional<LoginToken> loginToken(UserId user);

  /// Logs in with a token. It is used up even when the account is closed.
  ///
  /// @param token from [#loginToken]
  /// @param session what the session shall be
  /// @return the session, or why there is none
  LoginOutcome loginWithToken(String token, SessionRequest session);

  /// Gives new tokens for a refresh token.
  ///
  /// @param refreshToken the refresh token as the client sent it
  /// @return the new tokens, or why there are none
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#refreshing-access-tokens Refreshing
  RefreshOutcome refresh(String refreshToken);

  /// Judges a new password by the policy.
  ///
  /// @param password the password
  /// @return what is wrong with it, empty when nothing is
  Optional<RegistrationOutcome.Refused> weakness(String password);

  /// Sets a password; its user has authenticated for this.
  ///
  /// @param change the change; tokens that it ends are invalid when this returns
  void changePassword(PasswordChange change);

  /// Closes an account for ever; its user has authenticated for this. All tokens are invalid when
  /// this returns. The rooms of the user are left by others.
  ///
  /// @param user whose
  /// @param erase whether the user wants to be erased
  void deactivate(UserId user, boolean erase);

  /// Registers a user, with user-interactive authentication.
  ///
  /// @param request what the client wants
  /// @return the account, what is yet to be shown, or why it can not be
  RegistrationOutcome register(RegistrationRequest request);

  /// Registers a guest.
  ///
  /// @param session what its session shall be
  /// @return the account, or why it can not be
  RegistrationOutcome registerGuest(SessionRequest session);

  /// Tells whether a user name could be registered now.
  ///
  /// @param username the localpart
  /// @return why it could not; empty when it could
  Optional<RegistrationOutcome.Refused> unavailable(String username);

  /// Tells whether a registration token would be taken now.
  ///
  /// @param token the token
  /// @return true when registering takes a token and this is one
  boolean isRegistrationToken(String token);

  /// Makes a user without any authentication: for the operator.
  ///
  /// @param username the localpart
  /// @param password the password
  /// @param admin whether the user administers the server
  /// @return the account without session, or why it can not be
  RegistrationOutcome createUser(String username, String password, boolean admin);

  /// A number for one registration by shared secret.
  ///
  /// @return the nonce, valid for a minute; empty when no secret is configured
  Optional<String> registrationNonce();

  /// Registers a user for somebody who knows the shared secret.
  ///
  /// @param request the signed request
  /// @return the account with a session, or why it can not be
  RegistrationOutcome registerWithSecret(SharedSecretRequest request);

  /// Ends the session of a token, and its device.
  ///
  /// @param caller whose session; its token is invalid when this returns
  void logout(Caller caller);

  /// Ends all sessions of a user and removes all devices.
  ///
  /// @param user the user; all tokens are invalid when this returns
  void logoutAll(UserId user);

  /// The devices of a user.
  ///
  /// @param user the user
  /// @return all, in the order of their ids
  List<Device> devices(UserId user);

  /// A device.
  ///
  /// @param user whose it is
  /// @param device its id
  /// @return the device, empty when there is none
  Optional<Device> device(UserId user, DeviceId device);

  /// Removes devices and ends their sessions; unknown ones are ignored.
  ///
  /// @param user whose
  /// @param devices which; their tokens are invalid when this returns
  void removeDevices(UserId user, Collection<DeviceId> devices);

  /// Names a device.
  ///
  /// @param user whose it is
  /// @param device its id
  /// @param displayName the name, or null for none
  /// @return false when there is no such device
  boolean renameDevice(UserId user, DeviceId device, @Nullable String displayName);

  /// Tells whether everything behind this service is there, without asking the database.
  ///
  /// @return false while the store is not ready
  boolean isReady();

  /// Which users asked, when they deactivated their accounts, that what they sent be hidden from
  /// those who had not seen it by then.
  ///
  /// @param users any users, also of other servers
  /// @return those of them, all of this server
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#post_matrixclientv3accountdeactivate
  ///   Deactivation
  Set<UserId> erased(Collection<UserId> users);

  /// Which users are guests.
  ///
  /// @param users any users, also of other servers
  /// @return those of them who are guests of this server now
  Set<UserId> guests(Collection<UserId> users);

  /// What a user has in the place of the configured rate limits.
  ///
  /// @param user the user
  /// @return the overrides; empty when there is no such user here
  Optional<RateOverrides> rateOverrides(UserId user);

  /// Gives a user other rate limits than the configured ones, for good. They count when this
  /// returns, for tokens that another process knows within a minute.
  ///
  /// @param user the user
  /// @param overrides all of them; [RateOverrides#NONE] to go by the configuration
  /// @return false when there is no such user here
  boolean overrideRates(UserId user, RateOverrides overrides);

  /// Tells whether a user of this server exists, whatever its status.
  ///
  /// @param user the user
  /// @return true when it was registered
  boolean exists(UserId user);
}
