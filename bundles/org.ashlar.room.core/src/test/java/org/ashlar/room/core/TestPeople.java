package org.ashlar.room.core;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.store.StoreException;

/// Users whose display name is their localpart.
final class TestPeople implements People {
  final List<String> carried = new CopyOnWriteArrayList<>();
  final Set<UserId> guests = ConcurrentHashMap.newKeySet();
  final Set<UserId> blocking = ConcurrentHashMap.newKeySet();

  /// Whether nothing can be carried over.
  volatile boolean failing;

  @Override
  public JsonObject profile(UserId user) {
    return JsonObject.builder().put("displayname", user.localpart()).build();
  }

  @Override
  public boolean blocksInvitations(UserId user) {
    return blocking.contains(user);
  }

  @Override
  public void carryOver(UserId user, RoomId from, RoomId to) {
    if (failing) {
      throw new StoreException("no account data", true);
    }
    carried.add(user + " " + from + " " + to);
  }

  @Override
  public Set<UserId> guests(Collection<UserId> users) {
    Set<UserId> found = new HashSet<>(users);
    found.retainAll(guests);
    return found;
  }
}
