package org.ashlar.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.push.Checkpoint.Mark;
import org.ashlar.push.Checkpoint.Timeline;
import org.junit.jupiter.api.Test;

/// What every store of checkpoints does.
public abstract class CheckpointStoreContract {
  private static final RoomId ROOM = new RoomId("!room:a.example");
  private static final RoomId OTHER = new RoomId("!other:a.example");
  private static final Timeline READ = new Timeline(3, Unread.NONE, List.of());
  private static final Timeline THREAD =
      new Timeline(4, new Unread(2, 1), List.of(new Mark(5, false), new Mark(9, true)));
  private static final Timeline MANY =
      new Timeline(0, new Unread(1000, 10), List.of(new Mark(12, false)));

  private static int users;
  private final UserId reader = new UserId("@reader" + ++users + ":a.example");

  /// The store under test.
  protected abstract CheckpointStore store();

  @Test
  public void givesBackWhatWasWritten() {
    Checkpoint room = new Checkpoint(ROOM, 9, Map.of(Checkpoint.MAIN, READ, "$root", THREAD));
    Checkpoint other = new Checkpoint(OTHER, 12, Map.of(Checkpoint.MAIN, MANY));

    store().write(reader, List.of(room, other));

    assertThat(store().checkpoints(reader, List.of(ROOM, OTHER)))
        .containsExactlyInAnyOrder(room, other);
    assertThat(store().checkpoints(reader, List.of(OTHER))).containsExactly(other);
    assertThat(store().checkpoints(reader, List.of())).isEmpty();
  }

  @Test
  public void keepsReadersApart() {
    store().write(reader, List.of(new Checkpoint(ROOM, 9, Map.of(Checkpoint.MAIN, READ))));

    UserId somebody = new UserId("@somebody" + users + ":a.example");
    assertThat(store().checkpoints(somebody, List.of(ROOM))).isEmpty();
  }

  @Test
  public void replacesTheWholeCheckpointOfARoom() {
    store()
        .write(
            reader,
            List.of(
                new Checkpoint(ROOM, 9, Map.of(Checkpoint.MAIN, MANY, "$root", THREAD)),
                new Checkpoint(OTHER, 9, Map.of(Checkpoint.MAIN, MANY))));
    Checkpoint next = new Checkpoint(ROOM, 10, Map.of(Checkpoint.MAIN, READ, "$second", THREAD));

    store().write(reader, List.of(next));

    assertThat(store().checkpoints(reader, List.of(ROOM))).containsExactly(next);
    assertThat(store().checkpoints(reader, List.of(OTHER))).hasSize(1);
  }

  @Test
  public void doesNotGoBack() {
    Checkpoint further = new Checkpoint(ROOM, 10, Map.of(Checkpoint.MAIN, MANY));
    store().write(reader, List.of(further));

    store()
        .write(
            reader,
            List.of(new Checkpoint(ROOM, 9, Map.of(Checkpoint.MAIN, READ, "$root", THREAD))));

    assertThat(store().checkpoints(reader, List.of(ROOM))).containsExactly(further);
  }
}
