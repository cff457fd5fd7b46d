package org.ashlar.push.core;

import java.util.Set;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.push.core.rule.PushRules;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;

/// What readers have set: their push rules and whom they ignore. Any thread.
final class ReaderRules {
  private static final int USERS = 10_000;
  private static final String IGNORED = "m.ignored_user_list";

  private final Sources sources;
  private final Fresh<UserId, Settings> settings;

  ReaderRules(Sources sources) {
    this.sources = sources;
    this.settings = new Fresh<>(sources, Stream.ACCOUNT_DATA, USERS);
  }

  /// What one reader has set.
  ///
  /// @param rules the push rules
  /// @param ignored the ids of users who are ignored
  record Settings(PushRules rules, Set<String> ignored) {}

  Settings of(UserId reader) {
    return settings.get(reader, StreamHub.userKey(reader), () -> read(reader));
  }

  private Settings read(UserId reader) {
    JsonObject rules = sources.userData().call(data -> data.pushRules(reader));
    Set<String> ignored =
        sources
            .userData()
            .call(data -> data.accountData(reader, null, IGNORED))
            .flatMap(content -> content.object("ignored_users"))
            .map(JsonObject::names)
            .orElse(Set.of());
    return new Settings(PushRules.of(rules), ignored);
  }
}
