package org.ashlar.room.core;

import java.util.Collection;
import java.util.Set;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;

/// Asks the accounts of this server.
///
/// @param server its name
/// @param users profiles and account data
/// @param accounts who is a guest
record LocalPeople(ServerName server, Gate<UserData> users, Gate<Accounts> accounts)
    implements People {
  @Override
  public JsonObject profile(UserId user) {
    if (!user.isOn(server)) {
      return JsonObject.EMPTY;
    }
    JsonObject whole = users.call(service -> service.profile(user)).orElse(JsonObject.EMPTY);
    return JsonObject.builder()
        .putIfPresent("displayname", whole.get("displayname"))
        .putIfPresent("avatar_url", whole.get("avatar_url"))
        .build();
  }

  @Override
  public boolean blocksInvitations(UserId user) {
    return user.isOn(server) && users.call(service -> Senders.refusesInvitations(service, user));
  }

  @Override
  public void carryOver(UserId user, RoomId from, RoomId to) {
    if (user.isOn(server)) {
      users.run(service -> new RoomSettingsCopy(service, user).copy(from, to));
    }
  }

  @Override
  public Set<UserId> guests(Collection<UserId> candidates) {
    return accounts.call(service -> service.guests(candidates));
  }
}
