package org.ashlar.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.ashlar.base.install.Installation;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.ashlar.database.test.DatabaseTemplate;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.sql.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class DatabaseParticipantTest {
  @TempDir Path data;
  private final List<Database> registered = new ArrayList<>();

  /// Spares each test the first start.
  @BeforeEach
  void fillFolder() throws IOException {
    DatabaseTemplate.copyTo(data);
    Files.createSymbolicLink(data.resolve("postgres-bin"), TemporaryDatabase.programs());
  }

  @Test
  void handsOneRunningServerFromGenerationToGeneration() throws SQLException {
    DatabaseParticipant old = participant(config("", 3));
    old.prepare();
    old.probe();
    Connection writer = registered.getFirst().open("writer");
    AtomicInteger released = new AtomicInteger();
    old.bindHolder(
        () -> {
          released.incrementAndGet();
          close(writer);
        });
    String server = text(registered.getFirst(), "select pg_postmaster_start_time()");

    DatabaseParticipant fresh = participant(config("", 3));
    fresh.prepare();
    fresh.probe();
    old.releaseRole();
    old.deactivate();

    assertThat(released).hasValue(1);
    assertThat(registered).hasSize(1);
    assertThat(text(registered.getFirst(), "select pg_postmaster_start_time()")).isEqualTo(server);
    fresh.deactivate();
    assertThat(registered).isEmpty();
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void takesTheRoleBackWhenTheOtherGenerationFails() throws SQLException {
    DatabaseParticipant old = participant(config("", 3));
    old.prepare();
    DatabaseParticipant fresh = participant(config("", 3));
    fresh.prepare();

    old.releaseRole();
    fresh.deactivate();
    old.resumeRole();

    assertThat(text(registered.getFirst(), "select 1")).isEqualTo("1");
    old.deactivate();
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void appliesANewPoolSizeWhileItRuns() throws SQLException {
    DatabaseParticipant participant = participant(config("", 1));
    participant.prepare();
    try (Connection first = registered.getFirst().pool().getConnection()) {
      participant.modified(config("", 2));

      assertThat(text(registered.getFirst(), "select 1")).isEqualTo("1");
      assertThat(first.isClosed()).isFalse();
    } finally {
      participant.deactivate();
    }
  }

  @Test
  void usesAServerOfTheOperator() throws SQLException {
    int port = 30_000 + (int) (ProcessHandle.current().pid() % 20_000);
    DatabaseParticipant own =
        participant(config("", 3, "listen_addresses=127.0.0.1", "port=" + port));
    own.prepare();
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/ashlar";
    try {
      DatabaseParticipant wrong = participant(config(url, 3));
      assertThatThrownBy(wrong::prepare)
          .isInstanceOf(DatabaseUnavailableException.class)
          .hasMessageStartingWith("The database " + url + " refuses the session: ");

      DatabaseParticipant remote = participant(configWith(password(), url, 3));
      remote.prepare();
      remote.probe();

      assertThat(text(registered.get(1), "show statement_timeout")).isEqualTo("1min");
      remote.deactivate();
      own.probe();
    } finally {
      own.deactivate();
    }
  }

  private String password() {
    try {
      return Files.readString(data.resolve("postgres.password")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DatabaseParticipant participant(DatabaseConfig config) {
    BundleContext context =
        proxy(
            BundleContext.class,
            arguments -> {
              Database service = (Database) arguments[1];
              registered.add(service);
              return proxy(ServiceRegistration.class, ignored -> registered.remove(service));
            });
    Installation installation = proxy(Installation.class, ignored -> data);
    return new DatabaseParticipant(context, installation, config);
  }

  private static DatabaseConfig config(String url, int size, String... settings) {
    return configWith("", url, size, settings);
  }

  private static DatabaseConfig configWith(
      String password, String url, int size, String... settings) {
    return (DatabaseConfig)
        Proxy.newProxyInstance(
            DatabaseConfig.class.getClassLoader(),
            new Class<?>[] {DatabaseConfig.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "url" -> url;
                  case "password" -> password;
                  case "poolSize" -> size;
                  case "postgresSettings" -> settings;
                  default -> method.getDefaultValue();
                });
  }

  private interface Answer {
    Object to(Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              Object result = answer.to(arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(Database database, String sql) throws SQLException {
    try (Connection connection = database.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
