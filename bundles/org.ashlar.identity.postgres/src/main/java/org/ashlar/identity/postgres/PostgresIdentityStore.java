package org.ashlar.identity.postgres;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.ashlar.account.AccountDataWrite;
import org.ashlar.account.AccountDatum;
import org.ashlar.account.Device;
import org.ashlar.account.DeviceUse;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.NewSession;
import org.ashlar.account.Receipt;
import org.ashlar.account.SessionTokens;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.StoredSession;
import org.ashlar.account.WrittenReceipts;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.base.limit.RateOverrides;
import org.ashlar.store.Position;
import org.ashlar.store.sql.Database;
import org.ashlar.store.sql.Migration;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Accounts, devices, account data and receipts in PostgreSQL. Keeps nothing in memory.
@Component(
    service = {IdentityStore.class, SwapParticipant.class},
    immediate = true)
public final class PostgresIdentityStore implements IdentityStore, SwapParticipant {
  private static final String OWNER = "org.ashlar.identity.postgres";
  private static final int WRITER = 1;
  private static final int ACCOUNT_DATA = 1;
  private static final int RECEIPTS = 2;

  private final Gate<Database> database;
  private final Statements statements;

  /// @param selections where the gate comes from
  @Activate
  public PostgresIdentityStore(@Reference Selections selections) {
    this(selections.gate(Database.class));
  }

  /// @param database where everything is kept
  PostgresIdentityStore(Gate<Database> database) {
    this.database = database;
    this.statements = new Statements(database::call);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindDatabase(ServiceReference<Database> reference, Database service) {
    database.bind(reference, service);
  }

  void unbindDatabase(ServiceReference<Database> reference, Database service) {
    database.unbind(reference, service);
  }

  @Override
  public void prepare() {
    List<Migration> migrations =
        Migration.load(
            PostgresIdentityStore.class,
            "001-accounts.sql",
            "002-user-data.sql",
            "003-sessions.sql",
            "004-receipts.sql",
            "005-rate-limits.sql");
    database.run(db -> db.migrate(OWNER, migrations));
  }

  @Override
  public void probe() {
    accountDataPosition();
  }

  @Override
  public boolean createAccount(StoredAccount account) {
    return accounts(mapper -> mapper.create(Mapping.row(account))) == 1;
  }

  @Override
  public Optional<StoredAccount> account(UserId user) {
    return Optional.ofNullable(this.<Rows.@Nullable Account>accounts(m -> m.account(user.value())))
        .map(Mapping::account);
  }

  @Override
  public boolean upgradeGuest(UserId user, String passwordHash) {
    return accounts(mapper -> mapper.upgradeGuest(user.value(), passwordHash)) == 1;
  }

  @Override
  public void setPassword(UserId user, @Nullable String passwordHash) {
    accounts(mapper -> mapper.setPassword(user.value(), passwordHash));
  }

  @Override
  public Set<UserId> erased(Collection<UserId> users) {
    String[] ids = users.stream().map(UserId::value).toArray(String[]::new);
    return accounts(mapper -> mapper.erased(ids)).stream()
        .map(UserId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<UserId> guests(Collection<UserId> users) {
    String[] ids = users.stream().map(UserId::value).toArray(String[]::new);
    return accounts(mapper -> mapper.guests(ids)).stream()
        .map(UserId::new)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Optional<RateOverrides> rateOverrides(UserId user) {
    List<Rows.Limits> found = accounts(mapper -> mapper.rateLimits(user.value()));
    return found.stream().findFirst().map(row -> Mapping.overrides(row.rateLimits()));
  }

  @Override
  public boolean overrideRates(UserId user, RateOverrides overrides) {
    String limits = Mapping.text(overrides);
    return accounts(mapper -> mapper.setRateLimits(user.value(), limits)) == 1;
  }

  @Override
  public void deactivate(UserId user, boolean erase) {
    accounts(mapper -> mapper.deactivate(user.value(), erase));
  }

  @Override
  public boolean replacePassword(UserId user, String from, String to) {
    return accounts(mapper -> mapper.replacePassword(user.value(), from, to)) == 1;
  }

  @Override
  public long openSession(NewSession session) {
    AccountMapper.NewToken token = Mapping.token(session);
    return statements.together(
        AccountMapper.class,
        mapper -> {
          long account = mapper.touchDevice(token);
          return mapper.replaceToken(account, token);
        });
  }

  @Override
  public Optional<StoredSession> session(byte[] tokenHash) {
    return Optional.ofNullable(this.<Rows.@Nullable Session>accounts(m -> m.session(tokenHash)))
        .map(Mapping::session);
  }

  @Override
  public Optional<StoredSession> refreshSession(
      byte[] refreshHash, SessionTokens tokens, Instant now) {
    boolean renewed =
        statements.<AccountMapper, Boolean>together(
            AccountMapper.class,
            mapper -> {
              Long old = mapper.lockByRefresh(refreshHash);
              if (old == null || mapper.exists(old) == null) {
                return false;
              }
              AccountMapper.Secrets secrets = Mapping.secrets(tokens);
              if (mapper.renew(old, secrets, now.toEpochMilli()) == null) {
                return false;
              }
              mapper.confirm(old);
              return true;
            });
    return renewed ? session(tokens.hash()) : Optional.empty();
  }

  @Override
  public Optional<StoredSession> refreshable(byte[] refreshHash) {
    return Optional.ofNullable(
            this.<Rows.@Nullable Session>accounts(m -> m.refreshable(refreshHash)))
        .map(Mapping::session);
  }

  @Override
  public boolean confirmSession(long session) {
    return statements.<AccountMapper, Boolean>together(
        AccountMapper.class,
        mapper -> {
          mapper.lockByNumber(session);
          if (mapper.exists(session) == null) {
            return false;
          }
          mapper.confirm(session);
          return true;
        });
  }

  @Override
  public void touchDevices(Collection<DeviceUse> uses) {
    accounts(mapper -> mapper.touchDevices(Rows.Uses.of(uses)));
  }

  @Override
  public void closeSession(long session) {
    accounts(mapper -> mapper.closeSession(session));
  }

  @Override
  public void removeDevices(UserId user, Collection<DeviceId> devices) {
    String[] ids = devices.stream().map(DeviceId::value).toArray(String[]::new);
    accounts(mapper -> mapper.removeDevices(user.value(), ids));
  }

  @Override
  public void removeAllDevices(UserId user) {
    accounts(mapper -> mapper.removeAllDevices(user.value()));
  }

  @Override
  public List<Device> devices(UserId user) {
    return accounts(mapper -> mapper.devices(user.value())).stream()
        .map(row -> Mapping.device(user, row))
        .toList();
  }

  @Override
  public boolean renameDevice(UserId user, DeviceId device, @Nullable String displayName) {
    return accounts(m -> m.renameDevice(user.value(), device.value(), displayName)) == 1;
  }

  @Override
  public void putTicket(String kind, String id, JsonObject data, Instant expires, Instant now) {
    AccountMapper.TicketRow row =
        new AccountMapper.TicketRow(
            kind, id, Json.write(data), expires.toEpochMilli(), now.toEpochMilli());
    accounts(mapper -> mapper.putTicket(row));
  }

  @Override
  public Optional<JsonObject> ticket(String kind, String id, Instant now) {
    return object(accounts(mapper -> mapper.ticket(kind, id, now.toEpochMilli())));
  }

  @Override
  public Optional<JsonObject> takeTicket(String kind, String id, Instant now) {
    return object(accounts(mapper -> mapper.takeTicket(kind, id, now.toEpochMilli())));
  }

  @Override
  public Position writeAccountData(List<AccountDataWrite> writes) {
    Rows.Data rows = Rows.Data.of(writes);
    return position(data(mapper -> mapper.writeAccountData(rows, WRITER)));
  }

  @Override
  public Optional<Position> changeAccountData(
      UserId user, @Nullable RoomId room, String type, UnaryOperator<JsonObject> change) {
    String roomId = room == null ? "" : room.value();
    Long written =
        statements.<DataMapper, @Nullable Long>together(
            DataMapper.class,
            mapper -> {
              mapper.lock(ACCOUNT_DATA, WRITER);
              JsonObject before =
                  object(mapper.accountData(user.value(), roomId, type)).orElse(JsonObject.EMPTY);
              JsonObject after = change.apply(before);
              AccountDataWrite write = new AccountDataWrite(user, room, type, after);
              return after.equals(before)
                  ? null
                  : mapper.writeAccountData(Rows.Data.of(List.of(write)), WRITER);
            });
    return Optional.ofNullable(written).map(PostgresIdentityStore::position);
  }

  @Override
  public Optional<JsonObject> accountData(UserId user, @Nullable RoomId room, String type) {
    String roomId = room == null ? "" : room.value();
    return object(data(mapper -> mapper.accountData(user.value(), roomId, type)));
  }

  @Override
  public List<AccountDatum> accountDataSince(UserId user, Position after, Position upTo) {
    return data(
            m -> m.accountDataSince(user.value(), after.writer(), after.number(), upTo.number()))
        .stream()
        .map(Mapping::datum)
        .toList();
  }

  @Override
  public List<AccountDatum> roomAccountData(UserId user, RoomId room) {
    return data(mapper -> mapper.roomAccountData(user.value(), room.value())).stream()
        .map(Mapping::datum)
        .toList();
  }

  @Override
  public Set<UserId> accountDataUsers(Position after, Position upTo) {
    Set<UserId> users = new LinkedHashSet<>();
    data(m -> m.accountDataUsers(after.writer(), after.number(), upTo.number()))
        .forEach(user -> users.add(new UserId(user)));
    return users;
  }

  @Override
  public Position accountDataPosition() {
    return position(data(mapper -> mapper.position(ACCOUNT_DATA, WRITER)));
  }

  @Override
  public WrittenReceipts writeReceipts(List<Receipt> receipts) {
    Rows.Receipts rows = Rows.Receipts.of(receipts);
    return Mapping.written(
        receipts,
        WRITER,
        statements.together(
            DataMapper.class,
            mapper -> {
              mapper.lock(RECEIPTS, WRITER);
              return mapper.writeReceipts(rows, WRITER);
            }));
  }

  @Override
  public List<Receipt> receiptsSince(Collection<RoomId> rooms, Position after, Position upTo) {
    String[] ids = ids(rooms);
    return receipts(data(m -> m.receiptsSince(ids, after.writer(), after.number(), upTo.number())));
  }

  @Override
  public List<Receipt> receiptsOf(UserId user, Collection<RoomId> rooms) {
    return receipts(data(mapper -> mapper.receiptsOf(user.value(), ids(rooms))));
  }

  @Override
  public List<Receipt> allReceipts(Position after, Position upTo) {
    return receipts(data(m -> m.allReceipts(after.writer(), after.number(), upTo.number())));
  }

  @Override
  public Position receiptPosition() {
    return position(data(mapper -> mapper.position(RECEIPTS, WRITER)));
  }

  @Override
  public String addFilter(UserId user, JsonObject filter) {
    byte[] canonical = Json.writeSorted(filter);
    byte[] hash = Mapping.sha256(canonical);
    long id = data(mapper -> mapper.addFilter(user.value(), hash, Json.write(filter)));
    return Long.toString(id);
  }

  @Override
  public Optional<JsonRaw> filter(UserId user, String id) {
    return Mapping.number(id)
        .flatMap(nid -> data(m -> m.filter(user.value(), nid)).stream().findFirst())
        .map(row -> new JsonRaw(row.bytes()));
  }

  @Override
  public Optional<JsonObject> profile(UserId user) {
    List<Rows.Field> fields = data(mapper -> mapper.profile(user.value()));
    return fields.isEmpty() && !data(mapper -> mapper.exists(user.value()))
        ? Optional.empty()
        : Optional.of(Mapping.profile(fields));
  }

  @Override
  public void setProfileField(UserId user, String field, @Nullable JsonValue value) {
    data(
        mapper ->
            value == null
                ? mapper.removeProfileField(user.value(), field)
                : mapper.setProfileField(user.value(), field, Json.write(value)));
  }

  private <R extends @Nullable Object> R accounts(
      Function<? super AccountMapper, ? extends R> statement) {
    return statements.run(AccountMapper.class, statement);
  }

  private <R extends @Nullable Object> R data(Function<? super DataMapper, ? extends R> statement) {
    return statements.run(DataMapper.class, statement);
  }

  private static Position position(long number) {
    return new Position(WRITER, number);
  }

  private static Optional<JsonObject> object(List<Rows.Bytes> found) {
    return found.stream().findFirst().map(row -> Json.parseObject(row.bytes()));
  }

  private static List<Receipt> receipts(List<Rows.ReceiptRow> rows) {
    return rows.stream().map(Mapping::receipt).toList();
  }

  private static String[] ids(Collection<RoomId> rooms) {
    return rooms.stream().map(RoomId::value).toArray(String[]::new);
  }
}
