package org.ashlar.account.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.ashlar.account.AccountDataWrite;
import org.ashlar.account.AccountDatum;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleOutcome;
import org.ashlar.account.Receipt;
import org.ashlar.account.UserData;
import org.ashlar.account.core.data.AccountDataTarget;
import org.ashlar.account.core.data.DefaultPushRules;
import org.ashlar.account.core.data.OwnPushRules;
import org.ashlar.account.core.data.ReceiptTarget;
import org.ashlar.account.core.data.StreamWriter;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.base.json.JsonValue;
import org.ashlar.base.task.Tasks;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// What the users of this server keep. Keeps nothing in memory but the last announced positions.
@Component(service = UserData.class, immediate = true)
public final class LocalUserData implements UserData {
  private static final String PUSH_RULES = "m.push_rules";
  private static final String FULLY_READ = "m.fully_read";

  /// A profile must be under 64 KiB.
  private static final int MAX_PROFILE_BYTES = 65_535;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Gate<IdentityStore> store;
  private final Gate<StreamHub> hub;
  private final StreamWriter<AccountDataTarget.Key, AccountDataWrite> accountData;
  private final StreamWriter<ReceiptTarget.Key, Receipt> receipts;
  private final DefaultPushRules defaultRules = new DefaultPushRules();
  private final Tasks tasks = new Tasks("org.ashlar.account.core");

  /// @param selections where the gates come from
  @Activate
  public LocalUserData(@Reference Selections selections) {
    this(selections.gate(IdentityStore.class), selections.gate(StreamHub.class));
  }

  /// @param store where it is kept
  /// @param hub who tells readers
  LocalUserData(Gate<IdentityStore> store, Gate<StreamHub> hub) {
    this.store = store;
    this.hub = hub;
    StreamWriter.Announcer announcer =
        (stream, position, keys) -> hub.tryRun(h -> h.changed(stream, position, keys));
    accountData = new StreamWriter<>(new AccountDataTarget(store), announcer);
    receipts = new StreamWriter<>(new ReceiptTarget(store), announcer);
  }

  @Deactivate
  void deactivate() {
    tasks.close();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<IdentityStore> reference, IdentityStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<IdentityStore> reference, IdentityStore service) {
    store.unbind(reference, service);
  }

  /// A hub that is new knows nothing: it is told where the streams stand.
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.bind(reference, service);
    tasks.background("announce", () -> announceStart(service));
  }

  void unbindHub(ServiceReference<StreamHub> reference, StreamHub service) {
    hub.unbind(reference, service);
  }

  private void announceStart(StreamHub newHub) {
    try {
      accountData.announceStart(newHub::start);
      receipts.announceStart(newHub::start);
    } catch (StoreException | MatrixException storeNotThere) {
      tasks.after("announce", RETRY, () -> announceStart(newHub));
    }
  }

  @Override
  public Optional<JsonObject> accountData(UserId user, @Nullable RoomId room, String type) {
    return room == null && type.equals(PUSH_RULES)
        ? Optional.of(JsonObject.of("global", pushRules(user)))
        : store.call(s -> s.accountData(user, room, type));
  }

  @Override
  public void setAccountData(UserId user, @Nullable RoomId room, String type, JsonObject content) {
    accountData.write(new AccountDataWrite(user, room, type, content));
  }

  @Override
  public void changeAccountData(
      UserId user, @Nullable RoomId room, String type, UnaryOperator<JsonObject> change) {
    accountData.change(
        List.of(StreamHub.userKey(user)),
        () -> store.call(s -> s.changeAccountData(user, room, type, change)));
  }

  @Override
  public List<AccountDatum> accountDataSince(UserId user, @Nullable Position after, Position upTo) {
    Position start = after == null ? new Position(upTo.writer(), 0) : after;
    List<AccountDatum> changes = store.call(s -> s.accountDataSince(user, start, upTo));
    List<AccountDatum> told = new ArrayList<>(changes.size() + 1);
    if (after == null && changes.stream().noneMatch(LocalUserData::isPushRules)) {
      told.add(new AccountDatum(null, PUSH_RULES, rulesEvent(user), start));
    }
    for (AccountDatum datum : changes) {
      told.add(
          isPushRules(datum)
              ? new AccountDatum(null, PUSH_RULES, rulesEvent(user), datum.position())
              : datum);
    }
    return List.copyOf(told);
  }

  @Override
  public List<AccountDatum> roomAccountData(UserId user, RoomId room) {
    return store.call(s -> s.roomAccountData(user, room));
  }

  @Override
  public Position accountDataPosition() {
    return store.call(IdentityStore::accountDataPosition);
  }

  @Override
  public Position receiptPosition() {
    return store.call(IdentityStore::receiptPosition);
  }

  @Override
  public String addFilter(UserId user, JsonObject filter) {
    return store.call(s -> s.addFilter(user, filter));
  }

  @Override
  public Optional<JsonObject> filter(UserId user, String id) {
    return store.call(s -> s.filter(user, id)).map(raw -> Json.parseObject(raw.utf8()));
  }

  @Override
  public void setReceipt(Receipt receipt) {
    receipts.write(receipt);
  }

  @Override
  public List<Receipt> receiptsSince(Collection<RoomId> rooms, Position after, Position upTo) {
    return store.call(s -> s.receiptsSince(rooms, after, upTo));
  }

  @Override
  public List<Receipt> receiptsOf(UserId user, Collection<RoomId> rooms) {
    return store.call(s -> s.receiptsOf(user, rooms));
  }

  @Override
  public void setFullyRead(UserId user, RoomId room, EventId event) {
    JsonObject content = JsonObject.builder().put("event_id", event.value()).build();
    setAccountData(user, room, FULLY_READ, content);
  }

  @Override
  public Optional<JsonObject> profile(UserId user) {
    return store.call(s -> s.profile(user));
  }

  @Override
  public JsonObject setProfileField(UserId user, String field, @Nullable JsonValue value) {
    JsonObject before =
        profile(user).orElseThrow(() -> MatrixException.notFound("There is no such user."));
    JsonObject after = value == null ? before.without(field) : before.with(field, value);
    if (value != null && Json.write(after).length > MAX_PROFILE_BYTES) {
      throw new MatrixException(
          new ErrorCode("M_PROFILE_TOO_LARGE"), 400, "A profile must be under 64 KiB.");
    }
    store.run(s -> s.setProfileField(user, field, value));
    return after;
  }

  @Override
  public JsonObject pushRules(UserId user) {
    return rulesOf(user).ruleset(defaultRules.of(user));
  }

  @Override
  public PushRuleOutcome changePushRules(UserId user, PushRuleChange change) {
    JsonObject defaults = defaultRules.of(user);
    AtomicReference<PushRuleOutcome> outcome = new AtomicReference<>(PushRuleOutcome.DONE);
    changeAccountData(
        user,
        null,
        PUSH_RULES,
        content -> {
          OwnPushRules rules = new OwnPushRules(content);
          JsonObject before = rules.json();
          outcome.set(rules.apply(change, defaults));
          boolean stays = outcome.get() != PushRuleOutcome.DONE || rules.json().equals(before);
          return stays ? content : rules.json();
        });
    return outcome.get();
  }

  /// What is stored as account data is what the user made of the default rules.
  private OwnPushRules rulesOf(UserId user) {
    return new OwnPushRules(
        store.call(s -> s.accountData(user, null, PUSH_RULES)).orElse(JsonObject.EMPTY));
  }

  private JsonRaw rulesEvent(UserId user) {
    return new JsonRaw(Json.write(JsonObject.of("global", pushRules(user))));
  }

  private static boolean isPushRules(AccountDatum datum) {
    return datum.isGlobal() && datum.type().equals(PUSH_RULES);
  }
}
