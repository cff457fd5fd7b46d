package org.ashlar.account;

import java.util.Locale;
import java.util.Optional;

/// Names a push rule of a user.
///
/// @param kind its kind
/// @param id its id among those of the kind; default rules begin with a dot
public record PushRuleKey(Kind kind, String id) {
  /// The kinds of rules, in the order in which they are tried.
  public enum Kind {
    /// Above all others, with conditions.
    OVERRIDE,
    /// About a pattern in the body.
    CONTENT,
    /// About one room.
    ROOM,
    /// About one sender.
    SENDER,
    /// Below all others, with conditions.
    UNDERRIDE;

    /// The name on the wire.
    ///
    /// @return such as `override`
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Reads a name.
    ///
    /// @param name the name on the wire
    /// @return the kind, empty when there is none of that name
    public static Optional<Kind> parse(String name) {
      for (Kind kind : values()) {
        if (kind.wireName().equals(name)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /// Whether it names a rule that every user has.
  ///
  /// @return true for ids that begin with a dot
  public boolean isDefault() {
    return id.startsWith(".");
  }
}
