package org.ashlar.account;

import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// A change of a user's push rules.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#push-rules-api Push rules
public sealed interface PushRuleChange {
  /// The rule that is changed.
  ///
  /// @return its key
  PushRuleKey key();

  /// Makes or changes a rule of the user. A new one is enabled; one that was there keeps that, and
  /// its place unless a neighbor is named.
  ///
  /// @param key the rule; no default one
  /// @param rule what depends on the kind: `conditions` or `pattern`, and `actions`
  /// @param before the id of the user's rule that it shall come directly before, or null
  /// @param after the id of the user's rule that it shall come directly after, or null; with both
  ///   it comes directly before `before`
  record Put(PushRuleKey key, JsonObject rule, @Nullable String before, @Nullable String after)
      implements PushRuleChange {}

  /// Removes a rule of the user.
  ///
  /// @param key the rule
  record Delete(PushRuleKey key) implements PushRuleChange {}

  /// Enables or disables any rule.
  ///
  /// @param key the rule
  /// @param enabled whether it is to be tried
  record Enable(PushRuleKey key, boolean enabled) implements PushRuleChange {}

  /// Sets the actions of any rule.
  ///
  /// @param key the rule
  /// @param actions what it does
  record SetActions(PushRuleKey key, JsonArray actions) implements PushRuleChange {}
}
