package org.ashlar.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.ashlar.account.AccountDatum;
import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleOutcome;
import org.ashlar.account.Receipt;
import org.ashlar.account.UserData;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;

/// Account data and receipts in memory.
final class MemoryUserData implements UserData {
  private final StreamHub hub;
  private final Map<List<?>, AccountDatum> data = new LinkedHashMap<>();
  private final Map<List<?>, Receipt> receipts = new LinkedHashMap<>();
  private final Map<String, JsonObject> filters = new LinkedHashMap<>();
  private long dataPosition;
  private long receiptPosition;

  MemoryUserData(StreamHub hub) {
    this.hub = hub;
  }

  @Override
  public synchronized Optional<JsonObject> accountData(UserId user, RoomId room, String type) {
    return changes(user, new Position(1, 0), accountDataPosition()).stream()
        .filter(datum -> datum.type().equals(type) && java.util.Objects.equals(datum.room(), room))
        .map(datum -> Json.parseObject(datum.content().utf8()))
        .findFirst();
  }

  @Override
  public synchronized void setAccountData(
      UserId user, RoomId room, String type, JsonObject content) {
    Position position = new Position(1, ++dataPosition);
    List<Object> key = new ArrayList<>(List.of(user, type));
    key.add(room);
    data.put(key, new AccountDatum(room, type, new JsonRaw(Json.write(content)), position));
    hub.changed(Stream.ACCOUNT_DATA, position, List.of(StreamHub.userKey(user)));
  }

  @Override
  public void changeAccountData(
      UserId user, RoomId room, String type, UnaryOperator<JsonObject> change) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized List<AccountDatum> accountDataSince(
      UserId user, Position after, Position upTo) {
    List<AccountDatum> changes = changes(user, after == null ? new Position(1, 0) : after, upTo);
    if (after != null) {
      return changes;
    }
    List<AccountDatum> all = new ArrayList<>(changes);
    all.add(
        new AccountDatum(null, "m.push_rules", new JsonRaw("{}".getBytes()), new Position(1, 0)));
    return all;
  }

  private List<AccountDatum> changes(UserId user, Position after, Position upTo) {
    return data.entrySet().stream()
        .filter(entry -> entry.getKey().getFirst().equals(user))
        .map(Map.Entry::getValue)
        .filter(datum -> datum.position().number() > after.number())
        .filter(datum -> datum.position().number() <= upTo.number())
        .sorted(Comparator.comparing(AccountDatum::position))
        .toList();
  }

  @Override
  public synchronized List<AccountDatum> roomAccountData(UserId user, RoomId room) {
    return accountDataSince(user, new Position(1, 0), accountDataPosition()).stream()
        .filter(datum -> room.equals(datum.room()))
        .toList();
  }

  @Override
  public synchronized Position accountDataPosition() {
    return new Position(1, dataPosition);
  }

  @Override
  public synchronized Position receiptPosition() {
    return new Position(1, receiptPosition);
  }

  @Override
  public synchronized String addFilter(UserId user, JsonObject filter) {
    String id = Integer.toString(filters.size());
    filters.put(user + "/" + id, filter);
    return id;
  }

  @Override
  public synchronized Optional<JsonObject> filter(UserId user, String id) {
    return Optional.ofNullable(filters.get(user + "/" + id));
  }

  @Override
  public synchronized void setReceipt(Receipt receipt) {
    Position position = new Position(1, ++receiptPosition);
    receipts.put(
        List.of(receipt.room(), receipt.type(), receipt.user(), receipt.thread() + ""),
        new Receipt(
            receipt.room(),
            receipt.type(),
            receipt.user(),
            receipt.thread(),
            receipt.event(),
            receipt.timestamp(),
            position));
    hub.changed(Stream.RECEIPTS, position, List.of(StreamHub.roomKey(receipt.room())));
  }

  @Override
  public synchronized List<Receipt> receiptsSince(
      Collection<RoomId> rooms, Position after, Position upTo) {
    return receipts.values().stream()
        .filter(receipt -> rooms.contains(receipt.room()))
        .filter(receipt -> receipt.position().number() > after.number())
        .filter(receipt -> receipt.position().number() <= upTo.number())
        .sorted(Comparator.comparing(Receipt::position))
        .toList();
  }

  @Override
  public synchronized List<Receipt> receiptsOf(UserId user, Collection<RoomId> rooms) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setFullyRead(UserId user, RoomId room, EventId event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<JsonObject> profile(UserId user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonObject setProfileField(UserId user, String field, JsonValue value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonObject pushRules(UserId user) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PushRuleOutcome changePushRules(UserId user, PushRuleChange change) {
    throw new UnsupportedOperationException();
  }
}
