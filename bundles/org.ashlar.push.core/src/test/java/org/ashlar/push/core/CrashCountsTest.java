package org.ashlar.push.core;

import static org.ashlar.store.SampleRoom.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ashlar.account.Caller;
import org.ashlar.account.StoredAccount;
import org.ashlar.account.UserData;
import org.ashlar.account.core.AccountHouse;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.UserId;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.event.StateKey;
import org.ashlar.push.CheckpointStore;
import org.ashlar.push.MemoryCheckpointStore;
import org.ashlar.push.RoomCountQuery;
import org.ashlar.push.Unread;
import org.ashlar.room.RoomViews;
import org.ashlar.room.StateQuery;
import org.ashlar.state.EventRef;
import org.ashlar.state.StateRoot;
import org.ashlar.state.StateTrie;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStore;
import org.ashlar.store.Mentions;
import org.ashlar.store.Relation;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.ashlar.store.postgres.PostgresEventStore;
import org.ashlar.store.postgres.TestStores;
import org.ashlar.stream.StreamHub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An append is cut off at each statement's border, and everything starts anew: what is unread is
/// what a naive look at the stored events says, and nothing that would notify is left of events
/// that are not there. There is no staging, so that nothing can be left in it.
class CrashCountsTest {
  private static final UserId CARLA = new UserId("@carla:sample.org");
  private static final List<String> TABLES =
      List.of("writers", "rooms", "events", "state_nodes", "memberships", "relations", "mentions");

  private static TemporaryDatabase database;
  private static int rooms;

  private final MemoryCheckpointStore checkpoints = new MemoryCheckpointStore();
  private PostgresEventStore store = TestStores.writing(database);
  private StoredUnreadCounts counts = counts();
  private String broken = "";

  @BeforeAll
  static void make() throws SQLException {
    database = TemporaryDatabase.create();
    TestStores.writing(database).deactivate();
    execute(
        """
        CREATE SEQUENCE faults;
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF TG_ARGV[0] = 'full' THEN RAISE EXCEPTION 'injected' USING ERRCODE = '53100'; END IF;
          IF nextval('faults') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
          RETURN NULL; END $$
        """);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @AfterEach
  void stop() throws SQLException {
    mend();
    store.deactivate();
  }

  static Stream<String> borders() {
    return TABLES.stream().flatMap(table -> Stream.of("BEFORE " + table, "AFTER " + table));
  }

  @ParameterizedTest
  @MethodSource("borders")
  void e25ACrashLeavesNothingUnreadThatIsNotThere(String border) throws SQLException {
    // Given
    SampleRoom room = room();
    assertThat(unread(room)).isEqualTo(naive(room)).isEqualTo(new Unread(2, 1));
    Append append = notifying(room);
    fail(border, "full");
    // When
    AppendResult failed = store.append(List.of(append)).getFirst();
    mend();
    restart();
    // Then
    assertThat(failed).isInstanceOf(AppendResult.Failed.class);
    assertThat(unread(room)).isEqualTo(naive(room)).isEqualTo(new Unread(2, 1));
    assertThat(orphans()).isZero();
    // And when it is sent again
    assertThat(store.append(List.of(append)).getFirst()).isInstanceOf(AppendResult.Stored.class);
    restart();
    // Then
    assertThat(unread(room)).isEqualTo(naive(room)).isEqualTo(new Unread(5, 2));
    assertThat(orphans()).isZero();
  }

  @ParameterizedTest
  @MethodSource("borders")
  void e25ACrashThatTheWriterHealsCountsOnce(String border) throws SQLException {
    // Given
    SampleRoom room = room();
    Append append = notifying(room);
    execute("ALTER SEQUENCE faults RESTART");
    fail(border, "kill");
    // When
    AppendResult stored = store.append(List.of(append)).getFirst();
    mend();
    restart();
    // Then
    assertThat(stored).isInstanceOf(AppendResult.Stored.class);
    assertThat(unread(room)).isEqualTo(naive(room)).isEqualTo(new Unread(5, 2));
    assertThat(orphans()).isZero();
  }

  /// A room with a message that mentions nobody and one that mentions the reader.
  private SampleRoom room() {
    SampleRoom room = SampleRoom.create(store, "room " + ++rooms).member(BOB, "join");
    room.member(CARLA, "join").message("hello").message("you", mention(), null);
    assertThat(room.store()).isInstanceOf(AppendResult.Stored.class);
    counts = counts();
    return room;
  }

  /// Three messages, one of which mentions the reader, and a change of state between them.
  private static Append notifying(SampleRoom room) {
    Relation relation = new Relation(room.made().getLast().id(), "m.reference", null);
    return room.message("first")
        .member(CARLA, "leave")
        .message("you again", mention(), relation)
        .message("last")
        .append();
  }

  private static Mentions mention() {
    return new Mentions(List.of(BOB.value()), false);
  }

  private Unread unread(SampleRoom room) {
    RoomCountQuery query = new RoomCountQuery(room.id(), room.ref().nid());
    return counts.counts(BOB, List.of(query), store.eventPosition()).get(room.id()).main();
  }

  private Unread naive(SampleRoom room) {
    int notify = 0;
    int highlight = 0;
    for (StoredEvent stored : timeline(room)) {
      if (stored.event().type().equals("m.room.message") && !stored.event().sender().equals(BOB)) {
        notify++;
        List<String> users = Mentions.of(stored.event().content()).users();
        highlight += users.contains(BOB.value()) ? 1 : 0;
      }
    }
    return new Unread(notify, highlight);
  }

  private List<StoredEvent> timeline(SampleRoom room) {
    return store.timeline(
        new TimelineQuery(
            room.ref().nid(), TimelineOrder.STREAM, TimelinePoint.START, null, false, 100));
  }

  /// Forgets what is only in memory, and takes the writer's role anew.
  private void restart() {
    store.deactivate();
    store = TestStores.writing(database);
    counts = counts();
  }

  private StoredUnreadCounts counts() {
    AccountHouse accounts = new AccountHouse(AccountHouse.OPEN);
    accounts.store.createAccount(
        new StoredAccount(
            BOB, Caller.Kind.USER, false, Caller.Status.ACTIVE, null, null, Instant.EPOCH));
    for (org.ashlar.stream.Stream stream :
        List.of(
            org.ashlar.stream.Stream.EVENTS,
            org.ashlar.stream.Stream.ACCOUNT_DATA,
            org.ashlar.stream.Stream.RECEIPTS)) {
      accounts.hub.start(stream, store.eventPosition());
    }
    Sources sources = Sources.of(new Selections());
    sources.store().bind(new NumberedReference<>(1, EventStore.class), store);
    sources.views().bind(new NumberedReference<>(2, RoomViews.class), views());
    sources.hub().bind(new NumberedReference<>(3, StreamHub.class), accounts.hub);
    sources.userData().bind(new NumberedReference<>(4, UserData.class), accounts.userData);
    sources.checkpoints().bind(new NumberedReference<>(5, CheckpointStore.class), checkpoints);
    return new StoredUnreadCounts(sources);
  }

  /// Shows everything to everybody.
  private RoomViews views() {
    return (RoomViews)
        Proxy.newProxyInstance(
            CrashCountsTest.class.getClassLoader(),
            new Class<?>[] {RoomViews.class},
            (_, method, arguments) -> view(method.getName(), arguments));
  }

  @SuppressWarnings("unchecked")
  private Object view(String method, Object[] arguments) {
    return switch (method) {
      case "visible" -> arguments[1];
      case "states" ->
          ((List<StateQuery>) arguments[0])
              .stream().map(query -> state(query.roomNid(), query.root(), query.keys())).toList();
      case "stateAt" ->
          state((long) arguments[0], (long) arguments[1], (Collection<StateKey>) arguments[2]);
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Map<StateKey, StoredEvent> state(long room, long root, Collection<StateKey> keys) {
    StateTrie trie = new StateTrie(store.placementKey(), nids -> store.stateNodes(room, nids));
    Map<StateKey, StoredEvent> found = new HashMap<>();
    store
        .findStateKeys(keys)
        .forEach(
            (key, nid) -> {
              EventRef ref = trie.get(StateRoot.stored(root), nid);
              if (ref != null) {
                found.put(key, store.eventsByNid(List.of(ref.nid())).get(ref.nid()));
              }
            });
    return found;
  }

  /// Rows that would notify, or relate, of events that are not there.
  private static long orphans() throws SQLException {
    List<Long> counts = new ArrayList<>();
    for (String table : List.of("mentions", "relations", "redactions", "transactions")) {
      try (Connection connection = database.pool().getConnection();
          Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery(
                  "SELECT count(*) FROM "
                      + table
                      + " x WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.nid = x.event_nid)")) {
        row.next();
        counts.add(row.getLong(1));
      }
    }
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private void fail(String border, String how) throws SQLException {
    String[] words = border.split(" ");
    execute(
        "CREATE TRIGGER fail %s INSERT OR UPDATE OR DELETE ON %s EXECUTE FUNCTION fail('%s')"
            .formatted(words[0], words[1], how));
    broken = words[1];
  }

  private void mend() throws SQLException {
    if (!broken.isEmpty()) {
      execute("DROP TRIGGER fail ON " + broken);
      broken = "";
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
