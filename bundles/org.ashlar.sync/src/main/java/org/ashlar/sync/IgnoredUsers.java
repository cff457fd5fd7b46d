package org.ashlar.sync;

import java.util.Set;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;

/// Whom readers ignore, kept while the hub knows of no new account data of theirs. Any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#ignoring-users Ignoring users
final class IgnoredUsers {
  private static final int USERS = 20_000;
  private static final String TYPE = "m.ignored_user_list";

  private final Sources sources;
  private final BoundedCache<UserId, Known> known = new BoundedCache<>(USERS);

  IgnoredUsers(Sources sources) {
    this.sources = sources;
  }

  private record Known(Position readAt, Set<String> users) {}

  /// The users whom a reader ignores now.
  Set<String> of(Window window) {
    Known last = known.get(window.user());
    if (last != null && isCurrent(last, window.userKey())) {
      return last.users();
    }
    Position readAt = window.now().accountData();
    Set<String> users =
        sources
            .userData()
            .call(data -> data.accountData(window.user(), null, TYPE))
            .flatMap(content -> content.object("ignored_users"))
            .map(JsonObject::names)
            .map(Set::copyOf)
            .orElse(Set.of());
    known.put(window.user(), new Known(readAt, users));
    return users;
  }

  private boolean isCurrent(Known last, String userKey) {
    return !sources
        .hub()
        .call(hub -> hub.changedSince(Stream.ACCOUNT_DATA, userKey, last.readAt()));
  }
}
