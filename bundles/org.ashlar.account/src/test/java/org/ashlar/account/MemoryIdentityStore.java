package org.ashlar.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;

/// An identity store in maps, for tests.
public final class MemoryIdentityStore implements IdentityStore {
  private final Map<UserId, StoredAccount> accounts = new LinkedHashMap<>();
  private final Map<UserId, TreeMap<String, Device>> devices = new LinkedHashMap<>();
  private final MemorySessions sessions = new MemorySessions(accounts::get, this::overrides);
  private final Map<List<String>, Ticket> tickets = new LinkedHashMap<>();
  private final Map<List<Object>, Datum> data = new LinkedHashMap<>();
  private final Map<List<Object>, Receipt> receipts = new LinkedHashMap<>();
  private final Map<UserId, List<JsonObject>> filters = new LinkedHashMap<>();
  private final Map<UserId, JsonObject> profiles = new LinkedHashMap<>();
  private final Set<UserId> erased = new LinkedHashSet<>();
  private final Map<UserId, RateOverrides> overrides = new LinkedHashMap<>();
  private long dataPosition;
  private long receiptPosition;

  @Override
  public synchronized boolean createAccount(StoredAccount account) {
    check(account.userType());
    return accounts.putIfAbsent(account.user(), account) == null;
  }

  @Override
  public synchronized Optional<StoredAccount> account(UserId user) {
    return Optional.ofNullable(accounts.get(user));
  }

  @Override
  public synchronized boolean upgradeGuest(UserId user, String passwordHash) {
    StoredAccount old = accounts.get(user);
    if (old == null || old.kind() != Caller.Kind.GUEST) {
      return false;
    }
    accounts.put(
        user,
        new StoredAccount(
            user,
            Caller.Kind.USER,
            old.admin(),
            old.status(),
            passwordHash,
            old.userType(),
            old.created()));
    return true;
  }

  @Override
  public synchronized void setPassword(UserId user, String passwordHash) {
    StoredAccount old = accounts.get(user);
    if (old != null && old.status() != Caller.Status.DEACTIVATED) {
      putPassword(old, passwordHash);
    }
  }

  @Override
  public synchronized boolean replacePassword(UserId user, String from, String to) {
    StoredAccount old = accounts.get(user);
    boolean same = old != null && from.equals(old.passwordHash());
    if (same) {
      putPassword(old, to);
    }
    return same;
  }

  private void putPassword(StoredAccount old, String passwordHash) {
    accounts.put(
        old.user(),
        new StoredAccount(
            old.user(),
            old.kind(),
            old.admin(),
            old.status(),
            passwordHash,
            old.userType(),
            old.created()));
  }

  /// Changes the status of an account.
  public synchronized void setStatus(UserId user, Caller.Status status) {
    accounts.computeIfPresent(
        user,
        (id, old) ->
            new StoredAccount(
                id,
                old.kind(),
                old.admin(),
                status,
                old.passwordHash(),
                old.userType(),
                old.created()));
  }

  @Override
  public synchronized Set<UserId> erased(Collection<UserId> users) {
    Set<UserId> found = new LinkedHashSet<>(users);
    found.retainAll(erased);
    return found;
  }

  @Override
  public synchronized Set<UserId> guests(Collection<UserId> users) {
    Set<UserId> found = new LinkedHashSet<>(users);
    found.removeIf(
        user -> !accounts.containsKey(user) || accounts.get(user).kind() != Caller.Kind.GUEST);
    return found;
  }

  @Override
  public synchronized Optional<RateOverrides> rateOverrides(UserId user) {
    return accounts.containsKey(user) ? Optional.of(overrides(user)) : Optional.empty();
  }

  @Override
  public synchronized boolean overrideRates(UserId user, RateOverrides others) {
    if (accounts.containsKey(user)) {
      overrides.put(user, others);
    }
    return accounts.containsKey(user);
  }

  private RateOverrides overrides(UserId user) {
    return overrides.getOrDefault(user, RateOverrides.NONE);
  }

  @Override
  public synchronized void deactivate(UserId user, boolean erase) {
    if (!accounts.containsKey(user)) {
      return;
    }
    setStatus(user, Caller.Status.DEACTIVATED);
    putPassword(accounts.get(user), null);
    removeAllDevices(user);
    data.values().removeIf(datum -> datum.user().equals(user));
    filters.remove(user);
    profiles.remove(user);
    if (erase) {
      erased.add(user);
    }
  }

  @Override
  public synchronized long openSession(NewSession session) {
    check(session.device().value());
    check(session.deviceName());
    devices
        .computeIfAbsent(session.user(), user -> new TreeMap<>())
        .merge(
            session.device().value(),
            new Device(
                session.user(),
                session.device(),
                session.deviceName(),
                session.address(),
                session.created()),
            (old, fresh) ->
                new Device(
                    old.user(),
                    old.id(),
                    old.displayName(),
                    fresh.lastSeenAddress() == null
                        ? old.lastSeenAddress()
                        : fresh.lastSeenAddress(),
                    session.created()));
    dropSessions(session.user(), device -> session.device().equals(device));
    return sessions.open(session);
  }

  @Override
  public synchronized Optional<StoredSession> session(byte[] tokenHash) {
    return sessions.byToken(tokenHash);
  }

  @Override
  public synchronized Optional<StoredSession> refreshSession(
      byte[] refreshHash, SessionTokens tokens, Instant now) {
    return sessions.refresh(refreshHash, tokens, now);
  }

  @Override
  public synchronized Optional<StoredSession> refreshable(byte[] refreshHash) {
    return sessions.byRefresh(refreshHash);
  }

  @Override
  public synchronized boolean confirmSession(long session) {
    return sessions.confirm(session);
  }

  @Override
  public synchronized void touchDevices(Collection<DeviceUse> uses) {
    uses.forEach(
        use ->
            devices
                .getOrDefault(use.user(), new TreeMap<>())
                .computeIfPresent(
                    use.device().value(),
                    (id, old) ->
                        new Device(
                            old.user(), old.id(), old.displayName(), use.address(), use.when())));
  }

  @Override
  public synchronized void closeSession(long session) {
    sessions.drop(caller -> caller.session() == session);
  }

  @Override
  public synchronized void removeDevices(UserId user, Collection<DeviceId> which) {
    which.forEach(device -> devices.getOrDefault(user, new TreeMap<>()).remove(device.value()));
    dropSessions(user, which::contains);
  }

  @Override
  public synchronized void removeAllDevices(UserId user) {
    devices.remove(user);
    dropSessions(user, device -> true);
  }

  @Override
  public synchronized List<Device> devices(UserId user) {
    return List.copyOf(devices.getOrDefault(user, new TreeMap<>()).values());
  }

  @Override
  public synchronized boolean renameDevice(UserId user, DeviceId device, String displayName) {
    check(device.value());
    check(displayName);
    return devices
            .getOrDefault(user, new TreeMap<>())
            .computeIfPresent(
                device.value(),
                (id, old) ->
                    new Device(user, device, displayName, old.lastSeenAddress(), old.lastSeen()))
        != null;
  }

  @Override
  public synchronized void putTicket(
      String kind, String id, JsonObject content, Instant expires, Instant now) {
    tickets.put(List.of(kind, id), new Ticket(content, expires));
  }

  @Override
  public synchronized Optional<JsonObject> ticket(String kind, String id, Instant now) {
    check(id);
    return valid(tickets.get(List.of(kind, id)), now);
  }

  @Override
  public synchronized Optional<JsonObject> takeTicket(String kind, String id, Instant now) {
    check(id);
    return valid(tickets.remove(List.of(kind, id)), now);
  }

  @Override
  public synchronized Position writeAccountData(List<AccountDataWrite> writes) {
    for (AccountDataWrite write : writes) {
      Position position = new Position(1, ++dataPosition);
      JsonRaw content = new JsonRaw(Json.write(write.content()));
      data.put(
          key(write.user(), write.room(), write.type()),
          new Datum(write.user(), new AccountDatum(write.room(), write.type(), content, position)));
    }
    return accountDataPosition();
  }

  @Override
  public synchronized Optional<Position> changeAccountData(
      UserId user, RoomId room, String type, UnaryOperator<JsonObject> change) {
    JsonObject before = accountData(user, room, type).orElse(JsonObject.EMPTY);
    JsonObject after = change.apply(before);
    return after.equals(before)
        ? Optional.empty()
        : Optional.of(writeAccountData(List.of(new AccountDataWrite(user, room, type, after))));
  }

  @Override
  public synchronized Optional<JsonObject> accountData(UserId user, RoomId room, String type) {
    return Optional.ofNullable(data.get(key(user, room, type)))
        .map(datum -> Json.parseObject(datum.datum().content().utf8()));
  }

  @Override
  public synchronized List<AccountDatum> accountDataSince(
      UserId user, Position after, Position upTo) {
    return data(d -> d.user().equals(user) && within(d.datum().position(), after, upTo));
  }

  @Override
  public synchronized List<AccountDatum> roomAccountData(UserId user, RoomId room) {
    return data(d -> d.user().equals(user) && room.equals(d.datum().room()));
  }

  @Override
  public synchronized Set<UserId> accountDataUsers(Position after, Position upTo) {
    Set<UserId> users = new LinkedHashSet<>();
    data.values().stream()
        .filter(d -> within(d.datum().position(), after, upTo))
        .forEach(d -> users.add(d.user()));
    return users;
  }

  @Override
  public synchronized Position accountDataPosition() {
    return new Position(1, dataPosition);
  }

  @Override
  public synchronized WrittenReceipts writeReceipts(List<Receipt> written) {
    List<Receipt> stored = new ArrayList<>();
    for (Receipt r : written) {
      List<Object> key = key(r.room(), r.type(), r.user(), r.thread());
      Receipt earlier = receipts.get(key);
      if (earlier == null || r.replaces(earlier)) {
        receipts.put(key, at(r, new Position(1, ++receiptPosition)));
        stored.add(r);
      }
    }
    return new WrittenReceipts(receiptPosition(), stored);
  }

  private static Receipt at(Receipt r, Position position) {
    return new Receipt(
        r.room(), r.type(), r.user(), r.thread(), r.event(), r.timestamp(), position, r.place());
  }

  @Override
  public synchronized List<Receipt> receiptsSince(
      Collection<RoomId> rooms, Position after, Position upTo) {
    return receipts(r -> rooms.contains(r.room()) && within(r.position(), after, upTo));
  }

  @Override
  public synchronized List<Receipt> receiptsOf(UserId user, Collection<RoomId> rooms) {
    return receipts(r -> rooms.contains(r.room()) && r.user().equals(user));
  }

  @Override
  public synchronized List<Receipt> allReceipts(Position after, Position upTo) {
    return receipts(r -> within(r.position(), after, upTo));
  }

  @Override
  public synchronized Position receiptPosition() {
    return new Position(1, receiptPosition);
  }

  @Override
  public synchronized String addFilter(UserId user, JsonObject filter) {
    List<JsonObject> mine = filters.computeIfAbsent(user, id -> new ArrayList<>());
    if (!mine.contains(filter)) {
      mine.add(filter);
    }
    return Integer.toString(mine.indexOf(filter));
  }

  @Override
  public synchronized Optional<JsonRaw> filter(UserId user, String id) {
    List<JsonObject> mine = filters.getOrDefault(user, List.of());
    return id.matches("[0-9]{1,6}") && Integer.parseInt(id) < mine.size()
        ? Optional.of(new JsonRaw(Json.write(mine.get(Integer.parseInt(id)))))
        : Optional.empty();
  }

  @Override
  public synchronized Optional<JsonObject> profile(UserId user) {
    return accounts.containsKey(user)
        ? Optional.of(profiles.getOrDefault(user, JsonObject.EMPTY))
        : Optional.empty();
  }

  @Override
  public synchronized void setProfileField(UserId user, String field, JsonValue value) {
    JsonObject before = profiles.getOrDefault(user, JsonObject.EMPTY);
    profiles.put(user, value == null ? before.without(field) : before.with(field, value));
  }

  /// A zero character fits in no column of a database.
  private static void check(String text) {
    if (text != null && text.indexOf('\0') >= 0) {
      throw new StoreException("a zero character in a text", false);
    }
  }

  private void dropSessions(UserId user, Predicate<DeviceId> which) {
    sessions.drop(caller -> caller.user().equals(user) && which.test(caller.device()));
  }

  private List<AccountDatum> data(Predicate<Datum> which) {
    return data.values().stream()
        .filter(which)
        .map(Datum::datum)
        .sorted(Comparator.comparing(AccountDatum::position))
        .toList();
  }

  private List<Receipt> receipts(Predicate<Receipt> which) {
    return receipts.values().stream()
        .filter(which)
        .sorted(Comparator.comparing(Receipt::position))
        .toList();
  }

  private static boolean within(Position position, Position after, Position upTo) {
    return position.compareTo(after) > 0 && position.compareTo(upTo) <= 0;
  }

  private static Optional<JsonObject> valid(Ticket ticket, Instant now) {
    return ticket == null || !ticket.expires().isAfter(now)
        ? Optional.empty()
        : Optional.of(ticket.content());
  }

  private static List<Object> key(Object... parts) {
    return java.util.Arrays.stream(parts)
        .map(part -> Objects.requireNonNullElse(part, ""))
        .toList();
  }

  private record Ticket(JsonObject content, Instant expires) {}

  private record Datum(UserId user, AccountDatum datum) {}
}
