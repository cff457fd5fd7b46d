package org.ashlar.store.postgres;

import java.util.List;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;

/// MyBatis as this bundle uses it: its own configuration, no caches, arrays for sets.
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
          ChoreMapper.class);

  private SessionFactory() {}

  static SqlSessionFactory create() {
    Configuration configuration = new Configuration();
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
    return new SqlSessionFactoryBuilder().build(configuration);
  }

  private static <T> void register(Configuration configuration, Class<T> type) {
    configuration.getTypeHandlerRegistry().register(type, new ArrayHandler<>(type));
  }
}
