package org.ashlar.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import org.ashlar.base.gate.SwapClass;
import org.ashlar.base.gate.SwapParticipant;
import org.ashlar.base.install.Installation;
import org.ashlar.base.metric.MetricScope;
import org.ashlar.base.metric.Metrics;
import org.ashlar.database.embedded.EmbeddedServer;
import org.ashlar.database.pool.Capabilities;
import org.ashlar.database.pool.DatabaseUnavailableException;
import org.ashlar.database.pool.PoolSettings;
import org.ashlar.database.pool.PoolUse;
import org.ashlar.database.pool.ServerAddress;
import org.ashlar.database.pool.Sessions;
import org.ashlar.store.sql.ConnectionHolder;
import org.ashlar.store.sql.Database;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the database up and offers it as a service while it is up.
///
/// In a swap both generations use the one running PostgreSQL: the new one joins it in [#prepare],
/// the old one leaves it running in [#releaseRole]. Only who has not been replaced stops it.
@Component(
    service = SwapParticipant.class,
    immediate = true,
    configurationPid = "org.ashlar.database",
    reference =
        @Reference(
            name = "holders",
            service = ConnectionHolder.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            bind = "bindHolder",
            unbind = "unbindHolder"))
@Designate(ocd = DatabaseConfig.class)
public final class DatabaseParticipant implements SwapParticipant {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseParticipant.class);

  private final BundleContext context;
  private final Path dataFolder;
  private final MetricScope metrics = Metrics.current().scope();
  private final Set<ConnectionHolder> holders = new CopyOnWriteArraySet<>();
  private volatile DatabaseSettings settings;
  private volatile int allowed = Integer.MAX_VALUE;
  private volatile @Nullable EmbeddedServer server;
  private volatile @Nullable PooledDatabase database;
  private @Nullable ServiceRegistration<Database> registration;

  /// Called by SCR.
  ///
  /// @param context where the database is registered
  /// @param installation where its files lie
  /// @param config the section `database`
  @Activate
  public DatabaseParticipant(
      BundleContext context, @Reference Installation installation, DatabaseConfig config) {
    this.context = context;
    this.dataFolder = installation.dataFolder();
    this.settings = DatabaseSettings.of(config);
    metrics.gauges(
        "database_pool_sessions",
        "Sessions of the pool, by what they do.",
        List.of("state"),
        () -> Map.of(List.of("active"), use().active(), List.of("idle"), use().idle()));
    metrics.gauge("database_pool_waiting", "Calls that wait for a session.", () -> use().waiting());
    metrics.gauge("database_pool_max", "The most sessions of the pool.", () -> use().most());
  }

  private PoolUse use() {
    PooledDatabase opened = database;
    return opened == null ? PoolUse.NONE : opened.use();
  }

  void bindHolder(ConnectionHolder holder) {
    holders.add(holder);
  }

  void unbindHolder(ConnectionHolder holder) {
    holders.remove(holder);
  }

  /// Does not wait for a start that is under way: that one applies the newest settings at its end.
  @Modified
  void modified(DatabaseConfig config) {
    DatabaseSettings changed = DatabaseSettings.of(config);
    if (settings.needsRestartFor(changed)) {
      LOG.warn("Some of the new settings of the database take effect at the next start only");
    }
    settings = changed;
    PooledDatabase opened = database;
    if (opened != null) {
      opened.apply(pool());
    }
  }

  @Override
  public synchronized void prepare() {
    open();
  }

  private void open() {
    if (database != null) {
      return;
    }
    DatabaseSettings wished = settings;
    PooledDatabase opened = wished.embedded() ? ownDatabase(wished) : remoteDatabase(wished);
    database = opened;
    opened.apply(pool());
    registration = context.registerService(Database.class, opened, null);
  }

  private PooledDatabase ownDatabase(DatabaseSettings wished) {
    EmbeddedServer started =
        new EmbeddedServer(
            dataFolder, new EmbeddedServer.Options(wished.sessions(), wished.extra(), null));
    server = started;
    try {
      started.start();
    } catch (DatabaseUnavailableException e) {
      server = null;
      throw e;
    }
    allowed = wished.sessions();
    PooledDatabase pooled = new PooledDatabase(started::sessions, pool());
    started.onRestart(pooled::replaceSessions);
    return pooled;
  }

  private PooledDatabase remoteDatabase(DatabaseSettings wished) {
    Sessions sessions = new Sessions(new ServerAddress.Remote(wished.url()), wished.credentials());
    allowed = new Capabilities(sessions, wished.name()).check();
    return new PooledDatabase(() -> sessions, pool());
  }

  private PoolSettings pool() {
    PoolSettings wished = settings.pool();
    PoolSettings fitting = settings.poolWithin(allowed);
    if (fitting.size() < wished.size()) {
      LOG.warn(
          "The pool has {} sessions instead of {}, as the database allows {} in all",
          fitting.size(),
          wished.size(),
          allowed);
    }
    return fitting;
  }

  @Override
  public synchronized void probe() {
    PooledDatabase opened = database;
    try (Connection connection = required(opened).pool().getConnection()) {
      if (!connection.isValid(2)) {
        throw new DatabaseUnavailableException("The database does not answer.");
      }
    } catch (SQLException e) {
      throw new DatabaseUnavailableException("The database does not answer: " + e.getMessage(), e);
    }
  }

  private static PooledDatabase required(@Nullable PooledDatabase opened) {
    if (opened == null) {
      throw new DatabaseUnavailableException("The database was not prepared.");
    }
    return opened;
  }

  @Override
  public SwapClass swapClass() {
    return SwapClass.B;
  }

  @Override
  public synchronized void releaseRole() {
    List.copyOf(holders).forEach(ConnectionHolder::releaseConnections);
    closePool();
    EmbeddedServer running = server;
    server = null;
    if (running != null) {
      running.detach();
    }
  }

  @Override
  public synchronized void resumeRole() {
    open();
  }

  @Deactivate
  void deactivate() {
    metrics.close();
    EmbeddedServer started = server;
    if (started != null) {
      started.cancel();
    }
    synchronized (this) {
      closePool();
      server = null;
      if (started != null) {
        started.close();
      }
    }
  }

  private void closePool() {
    ServiceRegistration<Database> registered = registration;
    registration = null;
    if (registered != null) {
      registered.unregister();
    }
    PooledDatabase opened = database;
    database = null;
    if (opened != null) {
      opened.close();
    }
  }
}
