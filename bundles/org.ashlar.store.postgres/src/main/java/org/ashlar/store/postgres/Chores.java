package org.ashlar.store.postgres;

import java.util.List;
import java.util.function.Consumer;
import org.ashlar.store.Chore;
import org.jspecify.annotations.Nullable;

/// Keeps chores until they are done. Any thread.
final class Chores {
  private final Pool pool;

  Chores(Pool pool) {
    this.pool = pool;
  }

  void keep(Chore chore) {
    run(mapper -> mapper.keep(chore.kind(), chore.subject()));
  }

  void drop(Chore chore) {
    run(mapper -> mapper.drop(chore.kind(), chore.subject()));
  }

  List<Chore> all() {
    return pool.run(ChoreMapper.class, ChoreMapper::all).stream()
        .map(row -> new Chore(row.kind(), row.subject()))
        .toList();
  }

  private void run(Consumer<ChoreMapper> statement) {
    pool.<ChoreMapper, @Nullable Void>run(
        ChoreMapper.class,
        mapper -> {
          statement.accept(mapper);
          return null;
        });
  }
}
