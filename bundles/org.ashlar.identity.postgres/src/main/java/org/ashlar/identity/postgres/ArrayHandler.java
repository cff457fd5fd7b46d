package org.ashlar.identity.postgres;

import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.apache.ibatis.type.JdbcType;
import org.apache.ibatis.type.TypeHandler;
import org.jspecify.annotations.Nullable;

/// Hands Java arrays to the driver as they are, which sends them in binary form.
///
/// @param <T> an array type
final class ArrayHandler<T> implements TypeHandler<T> {
  private final Class<T> type;

  ArrayHandler(Class<T> type) {
    this.type = type;
  }

  @Override
  public void setParameter(PreparedStatement statement, int index, T value, JdbcType jdbcType)
      throws SQLException {
    statement.setObject(index, value);
  }

  @Override
  public @Nullable T getResult(ResultSet row, String column) throws SQLException {
    return array(row.getArray(column));
  }

  @Override
  public @Nullable T getResult(ResultSet row, int column) throws SQLException {
    return array(row.getArray(column));
  }

  @Override
  public @Nullable T getResult(CallableStatement statement, int column) throws SQLException {
    return array(statement.getArray(column));
  }

  private @Nullable T array(@Nullable Array array) throws SQLException {
    return array == null ? null : type.cast(array.getArray());
  }
}
