package org.ashlar.account;

/// What became of a change of push rules.
public enum PushRuleOutcome {
  /// It is as asked for.
  DONE,
  /// There is no such rule, or it is a default one that can not be removed.
  NO_SUCH_RULE,
  /// The neighbor that was named is no rule of the user.
  NO_SUCH_NEIGHBOR,
  /// The user has as many rules as one may have.
  TOO_MANY
}
