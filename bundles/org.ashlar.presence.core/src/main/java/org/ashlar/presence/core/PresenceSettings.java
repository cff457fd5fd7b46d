package org.ashlar.presence.core;

/// What the configuration says.
///
/// @param enabled whether presence is kept
/// @param offlineAfter milliseconds of silence after which a user is offline
/// @param idleAfter milliseconds without activity after which a user is idle
record PresenceSettings(boolean enabled, long offlineAfter, long idleAfter) {
  private static final long SECOND = 1000;

  static PresenceSettings of(PresenceOptions options) {
    return new PresenceSettings(
        options.enabled(),
        options.offlineAfterSeconds() * SECOND,
        options.idleAfterSeconds() * SECOND);
  }
}
