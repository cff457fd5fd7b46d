package org.ashlar.presence;

import java.util.Optional;

/// Whether a user is there.
public enum PresenceState {
  /// Connected.
  ONLINE("online"),
  /// Connected, but idle.
  UNAVAILABLE("unavailable"),
  /// Not connected.
  OFFLINE("offline");

  private final String word;

  PresenceState(String word) {
    this.word = word;
  }

  /// The state as events write it.
  ///
  /// @return `online`, `unavailable` or `offline`
  public String word() {
    return word;
  }

  /// Reads a state.
  ///
  /// @param word any text
  /// @return the state, empty when the text is none
  public static Optional<PresenceState> of(String word) {
    for (PresenceState state : values()) {
      if (state.word.equals(word)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }
}
