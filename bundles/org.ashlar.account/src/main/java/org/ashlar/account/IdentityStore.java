package org.ashlar.account;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Keeps what [Accounts] and [UserData] need; only their implementations call it. Swappable:
/// reached through a gate.
///
/// Each write is one commit and durable when it returns. Any thread. All methods throw
/// [org.ashlar.store.StoreException] when the database fails.
///
/// The streams of account data and receipts each give positions inside the commit, one commit after
/// the other: when a position can be read, all smaller ones can.
@ProviderType
public interface IdentityStore {
  /// Makes an account.
  ///
  /// @param account the account
  /// @return false when the user exists already; nothing is changed then
  boolean createAccount(StoredAccount account);

  /// An account.
  ///
  /// @param user the user
  /// @return the account, empty when there is none
  Optional<StoredAccount> account(UserId user);

  /// Makes a user of a guest.
  ///
  /// @param user the guest
  /// @param passwordHash the encoded hash of the password
  /// @return false when there is no such guest; nothing is changed then
  boolean upgradeGuest(UserId user, String passwordHash);

  /// Sets the hash of a password. Does nothing to a deactivated account.
  ///
  /// @param user the user
  /// @param passwordHash the encoded hash, or null for none
  void setPassword(UserId user, @Nullable String passwordHash);

  /// Replaces the hash of a password by another one of the same password.
  ///
  /// @param user the user
  /// @param from the encoded hash that was found
  /// @param to the encoded hash that replaces it
  /// @return false when the account has another hash by now; nothing is changed then
  boolean replacePassword(UserId user, String from, String to);

  /// Which users asked to be erased.
  ///
  /// @param users any users
  /// @return those of them that were deactivated with erasure
  Set<UserId> erased(Collection<UserId> users);

  /// Which users are guests.
  ///
  /// @param users any users
  /// @return those of them who are guests now
  Set<UserId> guests(Collection<UserId> users);

  /// What a user has in the place of the configured rate limits.
  ///
  /// @param user the user
  /// @return the overrides; empty when there is no such account
  Optional<RateOverrides> rateOverrides(UserId user);

  /// Gives a user other rate limits than the configured ones.
  ///
  /// @param user the user
  /// @param overrides all of them
  /// @return false when there is no such account
  boolean overrideRates(UserId user, RateOverrides overrides);

  /// Closes an account for ever: its password, devices, sessions, account data, filters and profile
  /// are gone, its name stays taken. Closing it again can only add the erasure.
  ///
  /// @param user whose; an unknown one is ignored
  /// @param erase whether others shall no longer see what the user sent
  void deactivate(UserId user, boolean erase);

  /// Opens a session, making its device if needed. Other sessions of the device end.
  ///
  /// @param session the session
  /// @return its number
  long openSession(NewSession session);

  /// A session.
  ///
  /// @param tokenHash SHA-256 of its access token
  /// @return the session, also when it has expired; empty when there is none
  Optional<StoredSession> session(byte[] tokenHash);

  /// Replaces the tokens of a session. The old ones stay valid until one of the new ones is used,
  /// so a client that lost the answer can ask again: then either answer may be used. If the old
  /// ones were themselves unused, this is their first use.
  ///
  /// @param refreshHash SHA-256 of the refresh token that was sent
  /// @param tokens the new secrets
  /// @param now the time
  /// @return the session with the new tokens; empty when the refresh token is unknown or has
  ///   expired
  Optional<StoredSession> refreshSession(byte[] refreshHash, SessionTokens tokens, Instant now);

  /// Whose a refresh token is.
  ///
  /// @param refreshHash its SHA-256
  /// @return the session, also when it has expired; empty when there is none
  Optional<StoredSession> refreshable(byte[] refreshHash);

  /// Notes the first use of a refreshed session: the tokens that it replaced end, and so do others
  /// that would have replaced them.
  ///
  /// @param session its number
  /// @return false when the session itself has ended
  boolean confirmSession(long session);

  /// Ends a session without device.
  ///
  /// @param session its number
  void closeSession(long session);

  /// Ends all sessions of some devices and removes the devices; unknown ones are ignored.
  ///
  /// @param user whose
  /// @param devices which
  void removeDevices(UserId user, Collection<DeviceId> devices);

  /// Ends all sessions of a user and removes all devices.
  ///
  /// @param user whose
  void removeAllDevices(UserId user);

  /// The devices of a user.
  ///
  /// @param user the user
  /// @return all, in the order of their ids
  List<Device> devices(UserId user);

  /// Notes from where and when devices were last used; unknown ones are ignored.
  ///
  /// @param uses of each device the last use
  void touchDevices(Collection<DeviceUse> uses);

  /// Names a device.
  ///
  /// @param user whose
  /// @param device its id
  /// @param displayName the name, or null for none
  /// @return false when there is no such device
  boolean renameDevice(UserId user, DeviceId device, @Nullable String displayName);

  /// Keeps something for a short time, such as a nonce. Replaces what is kept under the id.
  ///
  /// @param kind what it is for
  /// @param id its id among those of the kind
  /// @param data what is kept
  /// @param expires when it is forgotten
  /// @param now the time; what has expired by then may be removed
  void putTicket(String kind, String id, JsonObject data, Instant expires, Instant now);

  /// What is kept for a short time.
  ///
  /// @param kind what it is for
  /// @param id its id
  /// @param now the time
  /// @return what was kept, empty when it is unknown or has expired
  Optional<JsonObject> ticket(String kind, String id, Instant now);

  /// Takes away what is kept for a short time; of several callers one gets it.
  ///
  /// @param kind what it is for
  /// @param id its id
  /// @param now the time
  /// @return what was kept, empty when it is unknown, taken or has expired
  Optional<JsonObject> takeTicket(String kind, String id, Instant now);

  /// Stores account data; writes of one user, room and type come once.
  ///
  /// @param writes 1 to 256 writes
  /// @return the position of the last one; they have directly following positions, in their order
  Position writeAccountData(List<AccountDataWrite> writes);

  /// Changes account data of one type, starting from what it is. Whoever else writes account data
  /// waits meanwhile, other processes too: no change is lost.
  ///
  /// @param user whose; the account exists
  /// @param room of which room, or null for global data
  /// @param type its type
  /// @param change gets the content as it is, empty when it was never set, and gives what it shall
  ///   be; an equal one is not stored. Must be quick, and must not call this store
  /// @return the position of the write, empty when nothing was stored
  Optional<Position> changeAccountData(
      UserId user, @Nullable RoomId room, String type, UnaryOperator<JsonObject> change);

  /// Account data of one type.
  ///
  /// @param user whose
  /// @param room of which room, or null for global data
  /// @param type its type
  /// @return its content, empty when it was never set
  Optional<JsonObject> accountData(UserId user, @Nullable RoomId room, String type);

  /// Account data that changed, global and of all rooms.
  ///
  /// @param user whose
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return each piece as it is now, if its last change lies in the range, in their order
  List<AccountDatum> accountDataSince(UserId user, Position after, Position upTo);

  /// All account data of one room.
  ///
  /// @param user whose
  /// @param room the room
  /// @return each piece
  List<AccountDatum> roomAccountData(UserId user, RoomId room);

  /// Whose account data changed.
  ///
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return the users
  Set<UserId> accountDataUsers(Position after, Position upTo);

  /// How far the stream of account data has come; survives restarts.
  ///
  /// @return the last committed position
  Position accountDataPosition();

  /// Stores receipts; those of one room, type, user and thread come once. One that does not replace
  /// what is there ([Receipt#replaces]) is left out, whoever else writes meanwhile.
  ///
  /// @param receipts 1 to 256 receipts, whose positions are ignored
  /// @return which were stored; they have directly following positions, in their order
  WrittenReceipts writeReceipts(List<Receipt> receipts);

  /// Receipts that changed in some rooms.
  ///
  /// @param rooms the rooms
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return each as it is now, if its last change lies in the range, in their order
  List<Receipt> receiptsSince(Collection<RoomId> rooms, Position after, Position upTo);

  /// Receipts of a user.
  ///
  /// @param user the user
  /// @param rooms in which rooms
  /// @return each as it is now
  List<Receipt> receiptsOf(UserId user, Collection<RoomId> rooms);

  /// Receipts of all rooms that changed.
  ///
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return each as it is now, if its last change lies in the range, in their order
  List<Receipt> allReceipts(Position after, Position upTo);

  /// How far the stream of receipts has come; survives restarts.
  ///
  /// @return the last committed position
  Position receiptPosition();

  /// Keeps a filter.
  ///
  /// @param user whose; the account exists
  /// @param filter the filter
  /// @return its id; the same for an equal filter of the user
  String addFilter(UserId user, JsonObject filter);

  /// A filter.
  ///
  /// @param user whose
  /// @param id its id
  /// @return the filter, empty when there is none
  Optional<JsonRaw> filter(UserId user, String id);

  /// A profile.
  ///
  /// @param user the user
  /// @return its fields, empty when there is no such account
  Optional<JsonObject> profile(UserId user);

  /// Sets or removes a field of a profile.
  ///
  /// @param user the user; the account exists
  /// @param field its name
  /// @param value its value, or null to remove it
  void setProfileField(UserId user, String field, @Nullable JsonValue value);
}
