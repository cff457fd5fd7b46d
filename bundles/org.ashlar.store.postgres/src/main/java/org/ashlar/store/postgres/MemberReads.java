package org.ashlar.store.postgres;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.store.MembershipRow;
import org.jspecify.annotations.Nullable;

/// Reads of memberships. Any thread.
final class MemberReads {
  private final Pool pool;

  MemberReads(Pool pool) {
    this.pool = pool;
  }

  List<MembershipRow> of(UserId user) {
    return read(mapper -> mapper.ofUser(user.value()));
  }

  List<MembershipRow> of(long roomNid, Collection<UserId> users) {
    if (users.isEmpty()) {
      return read(mapper -> mapper.ofRoom(roomNid));
    }
    String[] ids = users.stream().map(UserId::value).distinct().toArray(String[]::new);
    return read(mapper -> mapper.ofUsers(roomNid, ids));
  }

  Set<UserId> sharing(UserId user, Collection<UserId> others) {
    if (others.isEmpty()) {
      return Set.of();
    }
    String[] ids = others.stream().map(UserId::value).distinct().toArray(String[]::new);
    List<String> found = pool.run(MemberMapper.class, mapper -> mapper.sharing(user.value(), ids));
    return found.stream().map(UserId::new).collect(Collectors.toUnmodifiableSet());
  }

  Set<UserId> joined(Collection<Long> roomNids, ServerName server) {
    if (roomNids.isEmpty()) {
      return Set.of();
    }
    long[] rooms = roomNids.stream().mapToLong(Long::longValue).toArray();
    String suffix = ":" + server.value();
    List<String> found = pool.run(MemberMapper.class, mapper -> mapper.joined(rooms, suffix));
    return found.stream().map(UserId::new).collect(Collectors.toUnmodifiableSet());
  }

  void forget(long roomNid, UserId user, boolean forgotten) {
    pool.<MemberMapper, @Nullable Void>run(
        MemberMapper.class,
        mapper -> {
          mapper.forget(roomNid, user.value(), forgotten);
          return null;
        });
  }

  private List<MembershipRow> read(Function<MemberMapper, List<MemberMapper.Row>> statement) {
    return pool.run(MemberMapper.class, statement).stream()
        .map(MemberMapper.Row::membershipRow)
        .toList();
  }
}
