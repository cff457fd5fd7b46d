package org.ashlar.presence.core;

import java.util.HashMap;
import java.util.Map;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.presence.PresenceState;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.store.Position;
import org.jspecify.annotations.Nullable;

/// A user who is there, or whose change is not stored yet. Methods that change something tell
/// whether there is now something to be stored. Any thread.
final class LiveUser {
  private final UserId user;
  private final Map<String, Device> devices = new HashMap<>();
  private PresenceState state;
  private @Nullable String message;
  private JsonObject profile;
  private long lastActive;
  private boolean dirty;

  /// What a device said last, and when its silence ends.
  private record Device(PresenceState wanted, long until) {}

  /// A user as stored.
  LiveUser(PresenceStatus stored) {
    user = stored.user();
    state = stored.state();
    message = stored.message();
    lastActive = stored.lastActive();
    profile = stored.profile();
  }

  /// A user whose devices have been there until just now, as far as is known.
  static LiveUser supposed(PresenceStatus stored, long until) {
    LiveUser user = new LiveUser(stored);
    user.devices.put("", new Device(stored.state(), until));
    return user;
  }

  synchronized boolean set(PresenceState newState, @Nullable String newMessage, long now) {
    state = newState;
    message = newMessage;
    lastActive = now;
    dirty = true;
    return true;
  }

  /// A device that says the same as before changes nothing: who went idle stays idle, and who set
  /// another state keeps it. One that is new or says something else does.
  synchronized boolean active(String device, PresenceState wanted, long now, long until) {
    Device before = devices.put(device, new Device(wanted, until));
    if (before != null && before.wanted() == wanted) {
      return dirty;
    }
    boolean arrives = state == PresenceState.OFFLINE;
    if (arrives || wanted == PresenceState.ONLINE) {
      lastActive = now;
    }
    become(arrives || wanted == PresenceState.ONLINE ? wanted : best());
    return dirty;
  }

  synchronized boolean acted(long now) {
    lastActive = now;
    if (state == PresenceState.UNAVAILABLE) {
      become(PresenceState.ONLINE);
    }
    return dirty;
  }

  /// Who is there is told once more.
  synchronized boolean joined(long now) {
    boolean changed = acted(now);
    dirty |= state != PresenceState.OFFLINE;
    return changed || dirty;
  }

  synchronized boolean profile(JsonObject newProfile) {
    dirty |= !profile.equals(newProfile);
    profile = newProfile;
    return dirty;
  }

  synchronized long lastActive() {
    return lastActive;
  }

  /// Goes idle or offline when it is time.
  synchronized boolean expire(PresenceSettings settings, long now) {
    devices.values().removeIf(device -> device.until() <= now);
    boolean silent = devices.isEmpty() && now - lastActive >= settings.offlineAfter();
    if (silent) {
      become(PresenceState.OFFLINE);
    } else if (state == PresenceState.ONLINE && now - lastActive >= settings.idleAfter()) {
      become(PresenceState.UNAVAILABLE);
    }
    return dirty;
  }

  /// What is to be stored, or null when that has been done. From now on it counts as stored.
  synchronized @Nullable PresenceStatus takeChange() {
    if (!dirty) {
      return null;
    }
    dirty = false;
    return status();
  }

  /// The change that was taken could not be stored.
  synchronized void giveBack() {
    dirty = true;
  }

  synchronized boolean isGone() {
    return !dirty && state == PresenceState.OFFLINE && devices.isEmpty();
  }

  synchronized PresenceStatus status() {
    return new PresenceStatus(user, state, message, lastActive, Position.START, profile);
  }

  /// The best of what its devices want: one that is active makes the user online.
  private PresenceState best() {
    boolean online =
        devices.values().stream().anyMatch(device -> device.wanted() == PresenceState.ONLINE);
    return online ? PresenceState.ONLINE : PresenceState.UNAVAILABLE;
  }

  private void become(PresenceState newState) {
    if (state != newState) {
      state = newState;
      dirty = true;
    }
  }
}
