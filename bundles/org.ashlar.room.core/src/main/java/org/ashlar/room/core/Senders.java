package org.ashlar.room.core;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.cache.BoundedCache;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.Position;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.jspecify.annotations.Nullable;

/// Whose events a reader is not to see, or not in full: those whom the reader ignores, and those
/// who asked to be erased. Any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#ignoring-users Ignoring users
final class Senders {
  private static final int READERS = 20_000;
  private static final int USERS = 50_000;
  private static final Duration ERASURE_AGE = Duration.ofSeconds(30);

  private final Gate<UserData> data;
  private final Gate<Accounts> accounts;
  private final Gate<StreamHub> hub;
  private final InstantSource clock;
  private final BoundedCache<UserId, Ignored> ignored =
      new BoundedCache<>("ignored_users", READERS);
  private final BoundedCache<UserId, Erasure> erasures =
      new BoundedCache<>("sender_erasures", USERS);

  Senders(Gate<UserData> data, Gate<Accounts> accounts, Gate<StreamHub> hub, InstantSource clock) {
    this.data = data;
    this.accounts = accounts;
    this.hub = hub;
    this.clock = clock;
  }

  /// Whom a reader ignores; never the reader.
  Set<UserId> ignored(UserId reader) {
    Ignored known = ignored.get(reader);
    if (known != null && isCurrent(reader, known)) {
      return known.users;
    }
    Position before = position();
    Set<UserId> users = read(reader);
    if (before != null) {
      ignored.put(reader, new Ignored(users, before));
    }
    return users;
  }

  /// Whether a user wants no invitations.
  ///
  /// @spec https://spec.matrix.org/v1.19/client-server-api/#invite-permission Invite permission
  boolean refusesInvitations(UserId user) {
    return data.call(service -> refusesInvitations(service, user));
  }

  static boolean refusesInvitations(UserData service, UserId user) {
    return service
        .accountData(user, null, "m.invite_permission_config")
        .flatMap(config -> config.string("default_action"))
        .filter("block"::equals)
        .isPresent();
  }

  /// Those of some users who asked to be erased; known for a moment.
  Set<UserId> erased(Collection<UserId> users) {
    long now = clock.millis();
    Set<UserId> erased = new HashSet<>();
    Set<UserId> unknown = new HashSet<>();
    for (UserId user : users) {
      Erasure known = erasures.get(user);
      if (known == null || known.until < now) {
        unknown.add(user);
      } else if (known.erased) {
        erased.add(user);
      }
    }
    if (!unknown.isEmpty()) {
      Set<UserId> found = accounts.call(service -> service.erased(unknown));
      long until = now + ERASURE_AGE.toMillis();
      unknown.forEach(user -> erasures.put(user, new Erasure(found.contains(user), until)));
      erased.addAll(found);
    }
    return erased;
  }

  private Set<UserId> read(UserId reader) {
    Optional<JsonObject> list =
        data.call(service -> service.accountData(reader, null, "m.ignored_user_list"));
    Set<UserId> users = new HashSet<>();
    list.flatMap(content -> content.object("ignored_users"))
        .ifPresent(
            named -> named.names().forEach(name -> UserId.parse(name).ifPresent(users::add)));
    users.remove(reader);
    return Set.copyOf(users);
  }

  private boolean isCurrent(UserId reader, Ignored known) {
    AtomicBoolean changed = new AtomicBoolean(true);
    hub.tryRun(
        service ->
            changed.set(
                service.changedSince(Stream.ACCOUNT_DATA, StreamHub.userKey(reader), known.at)));
    return !changed.get();
  }

  private @Nullable Position position() {
    AtomicReference<@Nullable Position> position = new AtomicReference<>();
    hub.tryRun(service -> position.set(service.position(Stream.ACCOUNT_DATA).orElse(null)));
    return position.get();
  }

  private record Ignored(Set<UserId> users, Position at) {}

  private record Erasure(boolean erased, long until) {}
}
