package org.ashlar.account.core.data;

import java.util.Collection;
import java.util.List;
import org.ashlar.account.AccountDataWrite;
import org.ashlar.account.IdentityStore;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The stream of account data.
///
/// @param store where it is kept
public record AccountDataTarget(Gate<IdentityStore> store)
    implements StreamWriter.Target<AccountDataTarget.Key, AccountDataWrite> {
  /// What makes writes replace each other.
  ///
  /// @param user whose
  /// @param room of which room, or null
  /// @param type its type
  public record Key(UserId user, @Nullable RoomId room, String type) {}

  @Override
  public Stream stream() {
    return Stream.ACCOUNT_DATA;
  }

  @Override
  public Key key(AccountDataWrite write) {
    return new Key(write.user(), write.room(), write.type());
  }

  @Override
  public Collection<String> keys(AccountDataWrite write) {
    return List.of(key(write.user()));
  }

  @Override
  public Collection<String> keysBetween(Position after, Position upTo) {
    return store.call(s -> s.accountDataUsers(after, upTo)).stream()
        .map(AccountDataTarget::key)
        .toList();
  }

  @Override
  public Position position() {
    return store.call(IdentityStore::accountDataPosition);
  }

  @Override
  public AccountDataWrite latest(AccountDataWrite earlier, AccountDataWrite later) {
    return later;
  }

  @Override
  public StreamWriter.Written<AccountDataWrite> write(List<AccountDataWrite> writes) {
    return new StreamWriter.Written<>(store.call(s -> s.writeAccountData(writes)), writes);
  }

  private static String key(UserId user) {
    return "user:" + user.value();
  }
}
