package org.ashlar.account;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// What users keep on the server: account data, filters, receipts, profiles, push rules. Swappable:
/// reached through a gate; any thread.
///
/// Each write is durable when it returns, and has by then been announced to the stream hub as
/// `ACCOUNT_DATA` or `RECEIPTS`. Positions that were announced are whole: nothing below them comes
/// later. All methods throw [org.ashlar.store.StoreException] when the store fails.
@ProviderType
public interface UserData {
  /// Account data of one type.
  ///
  /// @param user whose
  /// @param room of which room, or null for global data
  /// @param type its type; `m.push_rules` is answered from the push rules
  /// @return its content, empty when it was never set
  Optional<JsonObject> accountData(UserId user, @Nullable RoomId room, String type);

  /// Sets account data of one type.
  ///
  /// @param user whose
  /// @param room of which room, or null for global data
  /// @param type its type
  /// @param content its content
  void setAccountData(UserId user, @Nullable RoomId room, String type, JsonObject content);

  /// Changes account data of one type, starting from what it is. Changes of the same piece follow
  /// each other: none is lost.
  ///
  /// @param user whose
  /// @param room of which room, or null for global data
  /// @param type its type
  /// @param change gets the content as it is, empty when it was never set, and gives what it shall
  ///   be; an equal one is not stored. Must be quick, and must not call this service
  void changeAccountData(
      UserId user, @Nullable RoomId room, String type, UnaryOperator<JsonObject> change);

  /// Account data that changed, global and of all rooms.
  ///
  /// @param user whose
  /// @param after the position before the first change; null to be told everything, the push rules
  ///   included
  /// @param upTo the last position
  /// @return each piece once, as it is now, in the order of the last changes
  List<AccountDatum> accountDataSince(UserId user, @Nullable Position after, Position upTo);

  /// All account data of one room.
  ///
  /// @param user whose
  /// @param room the room
  /// @return each piece as it is now
  List<AccountDatum> roomAccountData(UserId user, RoomId room);

  /// How far the stream of account data has come; for readers whose hub does not know it.
  ///
  /// @return the last committed position
  Position accountDataPosition();

  /// How far the stream of receipts has come; for readers whose hub does not know it.
  ///
  /// @return the last committed position
  Position receiptPosition();

  /// Keeps a filter.
  ///
  /// @param user whose
  /// @param filter the filter
  /// @return its id; equal filters of a user have the same
  String addFilter(UserId user, JsonObject filter);

  /// A filter that was kept.
  ///
  /// @param user whose
  /// @param id its id
  /// @return the filter, empty when there is none
  Optional<JsonObject> filter(UserId user, String id);

  /// Sets a receipt; the caller has checked that the event is in the room. One that does not
  /// replace what is there ([Receipt#replaces]) is ignored, and nobody is told of it.
  ///
  /// @param receipt the receipt; its position is ignored
  void setReceipt(Receipt receipt);

  /// Receipts that changed in some rooms, those of all users: filter by [Receipt#isVisibleTo].
  ///
  /// @param rooms the rooms
  /// @param after the position before the first
  /// @param upTo the last position
  /// @return each as it is now, in the order of their positions
  List<Receipt> receiptsSince(Collection<RoomId> rooms, Position after, Position upTo);

  /// All receipts of a user in some rooms, private ones included.
  ///
  /// @param user the user
  /// @param rooms the rooms
  /// @return each as it is now
  List<Receipt> receiptsOf(UserId user, Collection<RoomId> rooms);

  /// Sets the read marker of a user: room account data `m.fully_read`. Unlike receipts it may go
  /// back: it stands where its user put it last.
  ///
  /// @param user whose
  /// @param room the room
  /// @param event up to which event
  void setFullyRead(UserId user, RoomId room, EventId event);

  /// A profile.
  ///
  /// @param user a user of this server
  /// @return its fields, such as `displayname` and `avatar_url`; empty when there is no such user
  Optional<JsonObject> profile(UserId user);

  /// Sets or removes a field of a profile. Rooms are not told; see `Rooms.profileChanged`.
  ///
  /// @param user a user of this server
  /// @param field its name
  /// @param value its value, or null to remove it
  /// @return the profile as it is now
  JsonObject setProfileField(UserId user, String field, @Nullable JsonValue value);

  /// The push rules of a user: the default ones and what the user made of them.
  ///
  /// @param user the user
  /// @return the object below `global`: `override`, `content`, `room`, `sender`, `underride`
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#push-rules Push rules
  JsonObject pushRules(UserId user);

  /// Changes the push rules of a user; they are announced as account data `m.push_rules`.
  ///
  /// @param user the user; the account exists
  /// @param change what is changed
  /// @return what became of it; nothing is stored unless `DONE`
  PushRuleOutcome changePushRules(UserId user, PushRuleChange change);
}
