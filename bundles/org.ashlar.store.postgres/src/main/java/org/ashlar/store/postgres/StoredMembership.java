package org.ashlar.store.postgres;

import org.ashlar.event.Event;
import org.jspecify.annotations.Nullable;

/// Memberships as they are stored. The codes never change.
enum StoredMembership {
  JOIN(1, "join"),
  INVITE(2, "invite"),
  KNOCK(3, "knock"),
  LEAVE(4, "leave"),
  BAN(5, "ban");

  private final int code;
  private final String word;

  StoredMembership(int code, String word) {
    this.code = code;
    this.word = word;
  }

  int code() {
    return code;
  }

  String word() {
    return word;
  }

  static StoredMembership of(int code) {
    return values()[code - 1];
  }

  /// What a member event says; none and nonsense are a leave.
  static StoredMembership of(@Nullable Event event) {
    String word = event == null ? "leave" : event.content().string("membership").orElse("leave");
    for (StoredMembership membership : values()) {
      if (membership.word.equals(word)) {
        return membership;
      }
    }
    return LEAVE;
  }
}
