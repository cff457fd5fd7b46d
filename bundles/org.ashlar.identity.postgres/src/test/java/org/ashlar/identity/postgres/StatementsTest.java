package org.ashlar.identity.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.ashlar.account.Caller;
import org.ashlar.account.NewSession;
import org.ashlar.account.SessionTokens;
import org.ashlar.account.StoredAccount;
import org.ashlar.base.context.Meter.Charge;
import org.ashlar.base.context.RequestContext;
import org.ashlar.base.context.RequestContext.Kind;
import org.ashlar.base.context.Span;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.UserId;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What statements about people are charged.
class StatementsTest {
  private static final UserId ALICE = new UserId("@alice:sample.org");
  private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(300);

  private static TemporaryDatabase database;
  private static PostgresIdentityStore store;
  private static volatile boolean busy;

  private final RequestContext request =
      RequestContext.root("GET-identity", Kind.REQUEST, Instant.MAX);

  @BeforeAll
  static void open() {
    database = TemporaryDatabase.create();
    store = new PostgresIdentityStore(new Selections());
    store.bindDatabase(new NumberedReference<>(1, Database.class), busyAtTimes(database));
    store.prepare();
    store.createAccount(
        new StoredAccount(
            ALICE, Caller.Kind.USER, false, Caller.Status.ACTIVE, null, null, Instant.EPOCH));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void l06TheWaitForAConnectionIsNotTimeInTheDatabase() {
    // Given
    busy = true;
    // When
    request.run(() -> store.account(ALICE));
    request.run(() -> store.openSession(session("A")));
    busy = false;
    // Then
    assertThat(charged(Charge.DATABASE_TIME)).isPositive().isLessThan(WAIT);
  }

  @Test
  void rowsAndThePiecesOfTheTimeAreThoseOfTheStatement() {
    // When
    Set<UserId> erased = request.call(() -> store.erased(List.of(ALICE)));
    request.run(() -> store.account(ALICE));
    // Then
    assertThat(erased).isEmpty();
    assertThat(charged(Charge.STATEMENTS)).isEqualTo(2);
    assertThat(charged(Charge.ROWS)).isEqualTo(1);
    assertThat(names()).contains("AccountMapper.erased", "AccountMapper.account");
  }

  @Test
  void eachStatementOfATransactionCounts() {
    // When
    request.run(() -> store.openSession(session("B")));
    // Then
    assertThat(charged(Charge.STATEMENTS)).isEqualTo(2);
    assertThat(names())
        .containsExactly("AccountMapper.touchDevice", "AccountMapper.replaceToken", "commit");
    assertThat(charged(Charge.DATABASE_TIME))
        .isEqualTo(pieces().stream().mapToLong(Span::nanos).sum());
  }

  private long charged(Charge charge) {
    return request.meter().get(charge);
  }

  /// The pieces inside the gate to the database, but for waits that only a busy machine sees.
  private List<Span> pieces() {
    return request.span().pieces().stream()
        .flatMap(gate -> gate.pieces().stream())
        .filter(piece -> !piece.name().equals("connection"))
        .toList();
  }

  private List<String> names() {
    return pieces().stream().map(Span::name).toList();
  }

  private static NewSession session(String device) {
    return new NewSession(
        ALICE,
        new DeviceId(device),
        null,
        new SessionTokens(device.getBytes(StandardCharsets.UTF_8), null, null, null),
        Instant.EPOCH,
        null);
  }

  /// The database with a pool in which all connections are in use for a while.
  private static Database busyAtTimes(Database real) {
    return proxy(
        Database.class,
        real,
        "pool",
        () -> proxy(DataSource.class, real.pool(), "none", () -> null));
  }

  private interface Answer {
    Object get();
  }

  private static <T> T proxy(Class<T> type, T real, String method, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            StatementsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (_, called, arguments) -> {
              if (called.getName().equals(method)) {
                return answer.get();
              }
              if (called.getName().equals("getConnection") && busy) {
                long end = System.nanoTime() + WAIT;
                while (System.nanoTime() < end) {
                  LockSupport.parkNanos(end - System.nanoTime());
                }
              }
              try {
                return called.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
