package org.ashlar.store.postgres;

import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ibatis.executor.parameter.ParameterHandler;
import org.apache.ibatis.mapping.ParameterMapping;
import org.jspecify.annotations.Nullable;

/// Sets the parameters of a statement from a record and the records in it. Each is asked for once,
/// where MyBatis walks each path from its beginning: the statement that stores a batch has some
/// sixty of them.
final class RecordParameters implements ParameterHandler {
  private final Accessors accessors;
  private final Record parameters;
  private final List<ParameterMapping> mappings;
  private final Map<String, @Nullable Object> known = new HashMap<>();

  RecordParameters(Accessors accessors, Record parameters, List<ParameterMapping> mappings) {
    this.accessors = accessors;
    this.parameters = parameters;
    this.mappings = mappings;
  }

  @Override
  public Object getParameterObject() {
    return parameters;
  }

  @Override
  public void setParameters(PreparedStatement statement) throws SQLException {
    int index = 0;
    for (ParameterMapping mapping : mappings) {
      Object value = value(mapping.getProperty());
      index++;
      if (value == null) {
        statement.setNull(index, Types.OTHER);
      } else {
        statement.setObject(index, value);
      }
    }
  }

  private @Nullable Object value(String path) {
    Object seen = known.get(path);
    if (seen != null || known.containsKey(path)) {
      return seen;
    }
    int dot = path.lastIndexOf('.');
    Object holder = dot < 0 ? parameters : value(path.substring(0, dot));
    if (!(holder instanceof Record row)) {
      throw new IllegalStateException("no record has " + path);
    }
    Object value = accessors.read(row, path.substring(dot + 1));
    known.put(path, value);
    return value;
  }

  /// The accessors of records by their names, found once.
  static final class Accessors {
    private final Map<Key, Method> methods = new ConcurrentHashMap<>();

    private record Key(Class<?> type, String name) {}

    @Nullable Object read(Record row, String name) {
      Method method = methods.computeIfAbsent(new Key(row.getClass(), name), Accessors::find);
      try {
        return method.invoke(row);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + name + " of " + row.getClass(), e);
      }
    }

    private static Method find(Key key) {
      try {
        Method method = key.type.getDeclaredMethod(key.name);
        method.setAccessible(true);
        return method;
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("a statement asks for what is not there", e);
      }
    }
  }
}
