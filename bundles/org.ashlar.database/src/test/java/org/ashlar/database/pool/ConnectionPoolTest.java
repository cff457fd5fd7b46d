package org.ashlar.database.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ashlar.base.context.Meter;
import org.ashlar.base.context.RequestContext;
import org.ashlar.database.test.TemporaryDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
  private static TemporaryDatabase database;
  private ConnectionPool pool;

  @BeforeAll
  static void create() {
    database = TemporaryDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void open() {
    pool = new ConnectionPool(database::sessions, settings(1, 1000, 0));
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void chargesTheWaitToTheRequestAndGivesUpAfterThePatience() throws SQLException {
    RequestContext request = RequestContext.root("GET-1", RequestContext.Kind.REQUEST, Instant.MAX);
    try (Connection only = pool.getConnection()) {
      assertThat(only.isValid(1)).isTrue();
      request.run(
          () ->
              assertThatThrownBy(() -> pool.getConnection())
                  .isInstanceOf(SQLTransientConnectionException.class));
    }

    assertThat(request.meter().get(Meter.Charge.CONNECTION_WAIT))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1000).toNanos());
  }

  @Test
  void growsWhileItIsInUse() throws SQLException {
    try (Connection first = pool.getConnection()) {
      pool.apply(settings(2, 1000, 0));
      try (Connection second = pool.getConnection()) {
        assertThat(text(second, "select pg_backend_pid()"))
            .isNotEqualTo(text(first, "select pg_backend_pid()"));
      }
    }
  }

  @Test
  void limitsStatementsOfSessionsOpenedAfterAChange() throws SQLException {
    pool.apply(settings(1, 1000, 100));

    try (Connection connection = pool.getConnection()) {
      assertThat(text(connection, "show statement_timeout")).isEqualTo("100ms");
      assertThat(text(connection, "show application_name")).isEqualTo("ashlar/pool");
      assertThatThrownBy(() -> text(connection, "select pg_sleep(10)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("statement timeout");
    }
  }

  @Test
  void servesManyVirtualThreads() throws Exception {
    pool.close();
    pool = new ConnectionPool(database::sessions, settings(4, 30_000, 0));
    CountDownLatch all = new CountDownLatch(200);
    List<Future<String>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        int number = i;
        answers.add(
            threads.submit(
                () -> {
                  all.countDown();
                  all.await();
                  try (Connection connection = pool.getConnection()) {
                    return text(connection, "select repeat('x', " + number * 1000 + ")");
                  }
                }));
      }
    }
    for (int i = 0; i < 200; i++) {
      assertThat(answers.get(i).get()).hasSize(i * 1000);
    }
  }

  @Test
  void cancelsAStatement() throws Exception {
    pool.apply(settings(1, 1000, 0));
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);

      assertThatThrownBy(() -> statement.execute("select pg_sleep(20)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("canceling statement due to user request");

      assertThat(text(connection, "select 1")).isEqualTo("1");
    }
  }

  private static PoolSettings settings(int size, int patience, int limit) {
    return new PoolSettings(size, Duration.ofMillis(patience), Duration.ofMillis(limit));
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
