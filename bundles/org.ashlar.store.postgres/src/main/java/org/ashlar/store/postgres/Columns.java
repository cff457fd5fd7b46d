package org.ashlar.store.postgres;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Turns rows into columns.
final class Columns {
  private Columns() {}

  static <R> long[] longs(List<R> rows, ToLongFunction<? super R> column) {
    long[] values = new long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsLong(rows.get(i));
    }
    return values;
  }

  static <R> int[] ints(List<R> rows, ToIntFunction<? super R> column) {
    int[] values = new int[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsInt(rows.get(i));
    }
    return values;
  }

  @SuppressWarnings("NullAway") // an array of nullable elements is sent as it is
  static <R> String[] texts(List<R> rows, Function<? super R, @Nullable String> column) {
    String[] values = new String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return values;
  }

  static <R> byte[][] bytes(List<R> rows, Function<? super R, byte[]> column) {
    byte[][] values = new byte[rows.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return values;
  }

  /// Text that is an array of texts to PostgreSQL.
  static String textArray(List<String> values) {
    StringBuilder text = new StringBuilder("{");
    for (String value : values) {
      text.append(text.length() == 1 ? "\"" : ",\"");
      String stored = StoredText.encode(value);
      for (int i = 0; i < stored.length(); i++) {
        char unit = stored.charAt(i);
        if (unit == '"' || unit == '\\') {
          text.append('\\');
        }
        text.append(unit);
      }
      text.append('"');
    }
    return text.append('}').toString();
  }

  /// Text that is an array of numbers to PostgreSQL.
  static String numberArray(long[] values) {
    StringBuilder text = new StringBuilder("{");
    for (long value : values) {
      text.append(text.length() == 1 ? "" : ",").append(value);
    }
    return text.append('}').toString();
  }
}
