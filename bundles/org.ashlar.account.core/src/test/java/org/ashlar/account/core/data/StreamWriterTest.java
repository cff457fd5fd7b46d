package org.ashlar.account.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.ashlar.store.Position;
import org.ashlar.store.StoreException;
import org.ashlar.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamWriterTest {
  private final Target target = new Target();
  private final List<String> announcements = Collections.synchronizedList(new ArrayList<>());
  private final StreamWriter<String, String> writer = writer();

  @Test
  void announcesWhatItWroteAtItsPosition() {
    writer.write("a");
    writer.write("b");

    assertThat(target.rows).containsExactly("a", "b");
    assertThat(announcements).containsExactly("1 [key a]", "2 [key b]");
  }

  @Test
  void announcesWhatAnotherWroteInBetween() {
    writer.write("a");
    target.write(List.of("x", "y"));

    writer.write("b");

    assertThat(announcements).containsExactly("1 [key a]", "4 [key x, key y, key b]");
  }

  @Test
  void announcesNothingThatWasNotStored() {
    target.ignored = "b";
    writer.write("a");

    writer.write("b");
    target.write(List.of("x"));
    writer.write("b");

    assertThat(announcements).containsExactly("1 [key a]", "2 [key x]");
  }

  @Test
  void sharesOneCommitAmongThoseWhoWait() throws InterruptedException {
    target.pause = new CountDownLatch(1);
    Thread first = Thread.startVirtualThread(() -> writer.write("first"));
    target.entered.await();
    List<Thread> others =
        IntStream.range(0, 20)
            .mapToObj(i -> Thread.startVirtualThread(() -> writer.write("w" + i)))
            .toList();
    for (Thread other : others) {
      while (other.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    target.pause.countDown();

    first.join();
    for (Thread other : others) {
      other.join();
    }

    assertThat(target.commits).isEqualTo(2);
    assertThat(target.rows).hasSize(21).doesNotHaveDuplicates();
    assertThat(announcements).hasSize(2);
  }

  @Test
  void tellsOfAFaultAndGoesOn() {
    target.broken = new StoreException("away", true);
    assertThatThrownBy(() -> writer.write("a")).isSameAs(target.broken);
    target.broken = null;

    writer.write("b");

    assertThat(target.rows).containsExactly("b");
    assertThat(announcements).containsExactly("1 [key b]");
  }

  @Test
  void saysWhereTheStreamStandsAtTheStart() {
    target.write(List.of("x"));
    List<String> starts = new ArrayList<>();

    writer.announceStart((stream, position) -> starts.add(stream + " " + position.number()));

    assertThat(starts).containsExactly("RECEIPTS 1");
  }

  private StreamWriter<String, String> writer() {
    return new StreamWriter<>(
        target, (stream, position, keys) -> announcements.add(position.number() + " " + keys));
  }

  private static final class Target implements StreamWriter.Target<String, String> {
    private final List<String> rows = new ArrayList<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private int commits;
    private volatile CountDownLatch pause;
    private volatile StoreException broken;
    private volatile String ignored;

    @Override
    public Stream stream() {
      return Stream.RECEIPTS;
    }

    @Override
    public String key(String write) {
      return write;
    }

    @Override
    public String latest(String earlier, String later) {
      return later;
    }

    @Override
    public Collection<String> keys(String write) {
      return List.of("key " + write);
    }

    @Override
    public Collection<String> keysBetween(Position after, Position upTo) {
      return rows.subList((int) after.number(), (int) upTo.number()).stream()
          .map(row -> "key " + row)
          .toList();
    }

    @Override
    public Position position() {
      return new Position(1, rows.size());
    }

    @Override
    public StreamWriter.Written<String> write(List<String> writes) {
      entered.countDown();
      if (pause != null) {
        try {
          pause.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      if (broken != null) {
        throw broken;
      }
      commits++;
      List<String> stored = writes.stream().filter(w -> !w.equals(ignored)).toList();
      rows.addAll(stored);
      return new StreamWriter.Written<>(position(), stored);
    }
  }
}
