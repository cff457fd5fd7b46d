package org.ashlar.database.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.ashlar.database.test.TemporaryDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
  private static TemporaryDatabase database;

  @BeforeAll
  static void create() {
    database = TemporaryDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void acceptsADirectPostgresAndTellsHowManySessionsItAllows() {
    assertThat(new Capabilities(database.sessions(), "db").check()).isEqualTo(100);
  }

  @Test
  void refusesATransactionPooler() throws SQLException {
    try (Pooler pooler = new Pooler(database.sessions())) {
      assertThatThrownBy(() -> new Capabilities(pooler, "db").check())
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageStartingWith("The database db does not keep session locks");
    }
  }

  @Test
  void refusesARoleThatMayNotMakeTables() throws SQLException {
    try (Connection connection = database.sessions().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("revoke create on schema public from public");
    }
    Sessions stranger = database.stranger("o'hara");

    assertThatThrownBy(() -> new Capabilities(stranger, "db").check())
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessage(
            "The role o'hara may not make tables in the database db; run there: grant create on"
                + " schema public to \"o'hara\"");
  }

  @Test
  void saysWhyASessionWasRefused() {
    Sessions nobody =
        new Sessions(
            new ServerAddress.Remote("jdbc:postgresql://127.0.0.1:1/none"),
            new Credentials("a", "b"));

    assertThatThrownBy(() -> new Capabilities(nobody, "db").check())
        .isInstanceOf(DatabaseUnavailableException.class)
        .hasMessageStartingWith("The database db can not be reached: ");
    assertThatThrownBy(() -> new Capabilities(database.sessions().in("none"), "db").check())
        .hasMessageStartingWith("The database db does not exist: ");
  }

  /// Gives each statement that is not in a transaction to another of two sessions.
  private static final class Pooler extends PlainDataSource implements AutoCloseable {
    private final List<Connection> servers;
    private int turn;

    Pooler(Sessions sessions) throws SQLException {
      servers = List.of(sessions.getConnection(), sessions.getConnection());
    }

    @Override
    public Connection getConnection() {
      return proxy(
          Connection.class,
          (method, arguments) ->
              method.equals("createStatement")
                  ? statement()
                  : method.equals("close") ? null : null);
    }

    private Statement statement() {
      return proxy(
          Statement.class,
          (method, arguments) ->
              method.equals("executeQuery")
                  ? servers.get(turn++ % 2).createStatement().executeQuery((String) arguments[0])
                  : null);
    }

    private static <T> T proxy(Class<T> type, Call call) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> call.answer(method.getName(), arguments)));
    }

    @Override
    public void close() throws SQLException {
      for (Connection server : servers) {
        server.close();
      }
    }

    private interface Call {
      Object answer(String method, Object[] arguments)
          throws SQLException, InvocationTargetException;
    }
  }
}
