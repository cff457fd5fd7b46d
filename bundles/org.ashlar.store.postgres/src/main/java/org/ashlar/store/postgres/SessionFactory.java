package org.ashlar.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.apache.ibatis.executor.Executor;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.apache.ibatis.executor.resultset.ResultSetHandler;
import org.apache.ibatis.mapping.BoundSql;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.ResultHandler;
import org.apache.ibatis.session.RowBounds;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.defaults.DefaultSqlSession;
import org.apache.ibatis.transaction.Transaction;
import org.apache.ibatis.transaction.managed.ManagedTransaction;
import org.ashlar.store.StoredEvent;
import org.ashlar.store.sql.StatementMeter;

/// MyBatis as this bundle uses it: its own configuration, no caches, arrays for sets, every
/// statement measured. Any thread.
final class SessionFactory {
  private static final List<Class<?>> MAPPERS =
      List.of(
          WriterMapper.class,
          ConflictMapper.class,
          InstallationMapper.class,
          EventMapper.class,
          RelationMapper.class,
          RoomMapper.class,
          PublishedMapper.class,
          StateMapper.class,
          MemberMapper.class,
          TransactionMapper.class,
          ChoreMapper.class,
          UpkeepMapper.class,
          InspectMapper.class,
          OriginMapper.class);

  private final Configuration configuration;

  private SessionFactory(Configuration configuration) {
    this.configuration = configuration;
  }

  static SessionFactory create() {
    Configuration configuration = new StoreConfiguration();
    configuration.setCacheEnabled(false);
    configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
    List<Class<?>> arrays =
        List.of(long[].class, Long[].class, int[].class, String[].class, byte[][].class);
    arrays.forEach(type -> register(configuration, type));
    // MyBatis looks for classes by name through this loader, and only while it reads a mapper.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(SessionFactory.class.getClassLoader());
    try {
      MAPPERS.forEach(configuration::addMapper);
    } finally {
      thread.setContextClassLoader(before);
    }
    return new SessionFactory(configuration);
  }

  /// A session on a connection that sends each statement by itself.
  ///
  /// @throws SQLException when the connection is lost
  SqlSession open(Connection connection, StatementMeter meter) throws SQLException {
    return session(executor(connection, ExecutorType.SIMPLE, meter), connection.getAutoCommit());
  }

  /// What sends the statements of a session that keeps an own measure.
  MeteredExecutor executor(Connection connection, ExecutorType type, StatementMeter meter) {
    Transaction transaction = new ManagedTransaction(connection, true);
    return new MeteredExecutor(configuration.newExecutor(transaction, type), meter);
  }

  /// A session over an executor.
  SqlSession session(MeteredExecutor executor, boolean autoCommit) {
    return new DefaultSqlSession(configuration, executor, autoCommit);
  }

  /// Reads stored events, the rows of most answers, without MyBatis's search for columns and
  /// setters in each row, and sets parameters from records without its search for each.
  private static final class StoreConfiguration extends Configuration {
    private final RecordParameters.Accessors accessors = new RecordParameters.Accessors();

    @Override
    public ParameterHandler newParameterHandler(
        MappedStatement statement, Object parameters, BoundSql boundSql) {
      return parameters instanceof Record row
          ? new RecordParameters(accessors, row, boundSql.getParameterMappings())
          : super.newParameterHandler(statement, parameters, boundSql);
    }

    @Override
    public ResultSetHandler newResultSetHandler(
        Executor executor,
        MappedStatement statement,
        RowBounds rowBounds,
        ParameterHandler parameterHandler,
        ResultHandler resultHandler,
        BoundSql boundSql) {
      return statement.getResultMaps().stream().anyMatch(map -> map.getType() == StoredEvent.class)
          ? new StoredEventReader()
          : super.newResultSetHandler(
              executor, statement, rowBounds, parameterHandler, resultHandler, boundSql);
    }
  }

  private static <T> void register(Configuration configuration, Class<T> type) {
    configuration.getTypeHandlerRegistry().register(type, new ArrayHandler<>(type));
  }
}
