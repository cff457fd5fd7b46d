package org.ashlar.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.ashlar.base.id.RoomAlias;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.junit.jupiter.api.Test;

/// What every store of aliases does.
public abstract class DirectoryStoreContract {
  private static final UserId ALICE = new UserId("@alice:test");

  private final String seed = UUID.randomUUID().toString();
  private final RoomId room = new RoomId("!" + seed);
  private final RoomId other = new RoomId("!other" + seed);

  /// The store under test, which may hold other aliases.
  protected abstract DirectoryStore store();

  @Test
  void anAliasIsCreatedOnceWhateverTheRoom() {
    StoredAlias kept = new StoredAlias(alias("a"), room, ALICE);

    assertThat(store().createAlias(kept)).isTrue();
    assertThat(store().createAlias(new StoredAlias(alias("a"), other, ALICE))).isFalse();
    assertThat(store().createAlias(kept)).isFalse();

    assertThat(store().alias(alias("a"))).contains(kept);
    assertThat(store().alias(alias("A"))).isEmpty();
  }

  @Test
  void anAliasIsDeletedOnlyForTheRoomItLeadsTo() {
    store().createAlias(new StoredAlias(alias("a"), room, ALICE));

    assertThat(store().deleteAlias(alias("a"), other)).isFalse();
    assertThat(store().deleteAlias(alias("a"), room)).isTrue();
    assertThat(store().deleteAlias(alias("a"), room)).isFalse();

    assertThat(store().alias(alias("a"))).isEmpty();
  }

  @Test
  void theAliasesOfARoomComeInOrder() {
    for (String name : new String[] {"é", "b", "a", "B"}) {
      store().createAlias(new StoredAlias(alias(name), room, ALICE));
    }
    store().createAlias(new StoredAlias(alias("other"), other, ALICE));

    assertThat(store().aliasesOf(room))
        .containsExactly(alias("B"), alias("a"), alias("b"), alias("é"));
    assertThat(store().aliasesOf(new RoomId("!none"))).isEmpty();
  }

  @Test
  void aliasesMoveToAnotherRoomAndKeepTheirCreator() {
    store().createAlias(new StoredAlias(alias("a"), room, ALICE));
    store().createAlias(new StoredAlias(alias("b"), room, ALICE));
    store().createAlias(new StoredAlias(alias("c"), other, ALICE));

    assertThat(store().moveAliases(room, other)).containsExactly(alias("a"), alias("b"));
    assertThat(store().moveAliases(room, other)).isEmpty();

    assertThat(store().aliasesOf(room)).isEmpty();
    assertThat(store().aliasesOf(other)).containsExactly(alias("a"), alias("b"), alias("c"));
    assertThat(store().alias(alias("a"))).contains(new StoredAlias(alias("a"), other, ALICE));
  }

  private RoomAlias alias(String name) {
    return new RoomAlias("#" + name + seed + ":test");
  }
}
