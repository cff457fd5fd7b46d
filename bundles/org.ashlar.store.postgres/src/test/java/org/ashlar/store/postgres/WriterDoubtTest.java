package org.ashlar.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ashlar.database.test.TemporaryDatabase;
import org.ashlar.store.Append;
import org.ashlar.store.AppendResult;
import org.ashlar.store.EventStatus;
import org.ashlar.store.Position;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoreException;
import org.ashlar.store.TimelineOrder;
import org.ashlar.store.TimelinePoint;
import org.ashlar.store.TimelineQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WriterDoubtTest {
  private TemporaryDatabase real;
  private FaultyDatabase database;
  private PostgresEventStore store;

  @BeforeEach
  void start() {
    real = TemporaryDatabase.create();
    database = new FaultyDatabase(real);
    store = TestStores.writing(database);
  }

  @AfterEach
  void stop() {
    store.deactivate();
    real.close();
  }

  @ParameterizedTest
  @EnumSource(FaultyDatabase.Cut.class)
  void aBatchInDoubtIsStoredExactlyOnce(FaultyDatabase.Cut cut) {
    // Given
    SampleRoom room = SampleRoom.create(store, "a");
    room.store();
    Position before = store.eventPosition();
    List<Append> batch = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      batch.add(room.message("m" + i).member(SampleRoom.BOB, "join").append());
    }
    // When
    database.cutNext(cut);
    List<AppendResult> results = store.append(batch);
    // Then
    assertThat(results).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(store.eventPosition().number()).isEqualTo(before.number() + 20);
    assertThat(timeline(room)).isEqualTo(room.made());
    assertThat(room.message("goes on").store()).isInstanceOf(AppendResult.Stored.class);
    assertThat(durablePosition()).isEqualTo(before.number() + 21);
  }

  @ParameterizedTest
  @EnumSource(FaultyDatabase.Cut.class)
  void aBatchWithoutPositionsInDoubtIsStoredExactlyOnce(FaultyDatabase.Cut cut) {
    // Given
    SampleRoom room = SampleRoom.create(store, "b");
    room.store();
    // When
    database.cutNext(cut);
    AppendResult result = room.message("outlier", EventStatus.OUTLIER).store();
    // Then
    assertThat(result).isInstanceOf(AppendResult.Stored.class);
    assertThat(store.eventPosition().number()).isEqualTo(2);
    assertThat(store.eventsByNid(List.of(3L))).hasSize(1);
    assertThat(store.eventsByNid(List.of(4L))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(FaultyDatabase.Cut.class)
  void e11ACrashBetweenTheCommitsOfManyEventsIsCompletedByTheRest(FaultyDatabase.Cut cut) {
    // Given
    SampleRoom room = SampleRoom.create(store, "c");
    room.store();
    List<List<Append>> commits = new ArrayList<>();
    for (int commit = 0; commit < 3; commit++) {
      List<Append> appends = new ArrayList<>();
      for (int i = 0; i < 84; i++) {
        appends.add(room.message(commit + "/" + i).append());
      }
      commits.add(appends);
    }
    // When
    store.append(commits.get(0));
    store.append(commits.get(1));
    database.cutNext(cut);
    List<AppendResult> last = store.append(commits.get(2));
    // Then
    assertThat(last).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(timeline(room)).isEqualTo(room.made()).hasSize(254);
    assertThat(store.eventPosition().number()).isEqualTo(254);
  }

  @Test
  void anInterruptLeavesNoBatchInDoubt() throws InterruptedException {
    // Given
    SampleRoom room = SampleRoom.create(store, "l");
    room.store();
    List<AppendResult> results = new CopyOnWriteArrayList<>();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    results.add(store.append(List.of(room.message("m" + i).append())).getFirst());
                  }
                });
    // When
    int interrupts = 0;
    while (writer.isAlive()) {
      if (results.size() / 10 > interrupts) {
        writer.interrupt();
        interrupts++;
      }
      Thread.onSpinWait();
    }
    writer.join();
    // Then
    assertThat(interrupts).isPositive();
    assertThat(results).hasSize(200).allMatch(AppendResult.Stored.class::isInstance);
    assertThat(timeline(room)).isEqualTo(room.made());
  }

  @Test
  void anotherWriterOfTheSameNameStopsThisOne() throws SQLException {
    // Given
    SampleRoom room = SampleRoom.create(store, "d");
    room.store();
    // When
    execute("UPDATE writers SET commits = commits + 5");
    AppendResult result = room.message("from the old writer").store();
    // Then
    assertThat(result).isInstanceOf(AppendResult.Failed.class);
    assertThat(timeline(room)).hasSize(2);
    assertThatThrownBy(() -> SampleRoom.create(store, "d2").store())
        .isInstanceOf(StoreException.class);
  }

  @Test
  void positionsAndNumbersNeverGoBackWhenTheNewestRowsAreGone() throws SQLException {
    // Given
    SampleRoom room = SampleRoom.create(store, "e").message("one").message("two");
    room.store();
    store.releaseRole();
    // When
    execute("DELETE FROM events; DELETE FROM rooms; DELETE FROM state_nodes");
    PostgresEventStore next = TestStores.writing(real);
    SampleRoom other = SampleRoom.create(next, "f");
    AppendResult result = other.store();
    next.deactivate();
    // Then
    assertThat(result).isEqualTo(new AppendResult.Stored(new Position(1, 5), new Position(1, 6)));
    assertThat(other.ref().nid()).isEqualTo(2);
    assertThat(other.extremities().getFirst().ref().nid()).isEqualTo(6);
  }

  @Test
  void withoutTheRoleNothingIsNumberedAndTheSameAppendServesAnotherStore() {
    // Given
    SampleRoom room = SampleRoom.create(store, "g");
    Append append = room.append();
    store.releaseRole();
    // When
    assertThatThrownBy(() -> store.append(List.of(append)))
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.isRetryable()).isTrue());
    PostgresEventStore next = TestStores.writing(real);
    AppendResult result = next.append(List.of(append)).getFirst();
    // Then
    assertThat(result).isInstanceOf(AppendResult.Stored.class);
    assertThat(store.eventPosition()).isEqualTo(next.eventPosition());
    next.deactivate();
  }

  @Test
  void theRoleIsNotTakenFromWhoHoldsIt() {
    // Given
    PostgresEventStore second = TestStores.prepared(real, "2.0.0");
    // When, then
    assertThatThrownBy(second::activateRole)
        .isInstanceOfSatisfying(
            StoreException.class, fault -> assertThat(fault.isRetryable()).isTrue());
    assertThat(SampleRoom.create(store, "h").store()).isInstanceOf(AppendResult.Stored.class);
    second.deactivate();
  }

  @Test
  void theWriterOpensAnotherSessionAfterItWasAskedToCloseIts() {
    // Given
    SampleRoom room = SampleRoom.create(store, "i");
    room.store();
    // When
    store.releaseConnections();
    AppendResult result = room.message("after").store();
    // Then
    assertThat(result).isEqualTo(new AppendResult.Stored(new Position(1, 3), new Position(1, 3)));
  }

  @Test
  void aDatabaseThatStaysAwayFailsTheBatchAndTheWriterComesBackWithIt() {
    // Given
    SampleRoom room = SampleRoom.create(store, "j");
    room.store();
    // When
    database.refuse(true);
    database.cutNext(FaultyDatabase.Cut.AFTER_COMMIT);
    AppendResult away = room.message("in doubt").store();
    database.refuse(false);
    SampleRoom other = SampleRoom.create(store, "k");
    AppendResult back = other.store();
    // Then
    assertThat(away)
        .isInstanceOfSatisfying(
            AppendResult.Failed.class, failed -> assertThat(failed.retryable()).isFalse());
    assertThat(back).isEqualTo(new AppendResult.Stored(new Position(1, 4), new Position(1, 5)));
    assertThat(timeline(room)).hasSize(3);
  }

  private List<org.ashlar.event.Event> timeline(SampleRoom room) {
    return store
        .timeline(
            new TimelineQuery(
                room.ref().nid(), TimelineOrder.STREAM, TimelinePoint.START, null, false, 1_000))
        .stream()
        .map(event -> event.event())
        .toList();
  }

  private long durablePosition() {
    PostgresEventStore reader = TestStores.prepared(real, "1.0.0");
    long position = reader.eventPosition().number();
    reader.deactivate();
    return position;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = real.pool().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
