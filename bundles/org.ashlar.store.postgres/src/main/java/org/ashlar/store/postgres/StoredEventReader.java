package org.ashlar.store.postgres;

import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.executor.resultset.ResultSetHandler;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;

/// Reads the columns of [EventMapper#COLUMNS] by their places.
final class StoredEventReader implements ResultSetHandler {
  private static final int NID = 1;
  private static final int ROOM = 2;
  private static final int WRITER = 3;
  private static final int POSITION = 4;
  private static final int ROOT_BEFORE = 5;
  private static final int ROOT_AFTER = 6;
  private static final int STATUS = 7;
  private static final int ID = 8;
  private static final int JSON = 9;
  private static final int REDACTED_BY = 10;
  private static final int VERSION = 11;

  private final Map<String, RoomVersion> versions = new HashMap<>();

  @Override
  @SuppressWarnings("unchecked")
  public <E> List<E> handleResultSets(Statement statement) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    try (ResultSet row = statement.getResultSet()) {
      while (row.next()) {
        events.add(event(row));
      }
    }
    return (List<E>) events;
  }

  private StoredEvent event(ResultSet row) throws SQLException {
    int writer = row.getInt(WRITER);
    long number = row.getLong(POSITION);
    Position position = row.wasNull() ? null : new Position(writer, number);
    return new StoredEvent(
        row.getLong(NID),
        row.getLong(ROOM),
        position,
        row.getLong(ROOT_BEFORE),
        row.getLong(ROOT_AFTER),
        EventStatus.of(row.getInt(STATUS)),
        Event.read(
            new EventId(row.getString(ID)), row.getBytes(JSON), version(row.getString(VERSION))),
        row.getLong(REDACTED_BY));
  }

  private RoomVersion version(String id) {
    return versions.computeIfAbsent(
        id,
        _ ->
            RoomVersion.find(id)
                .orElseThrow(() -> new IllegalStateException("room version " + id)));
  }

  @Override
  public <E> Cursor<E> handleCursorResultSets(Statement statement) {
    throw new UnsupportedOperationException("events are read as lists");
  }

  @Override
  public void handleOutputParameters(CallableStatement statement) {
    throw new UnsupportedOperationException("events are not read by procedures");
  }
}
