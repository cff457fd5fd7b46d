package org.ashlar.account.core.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.account.PushRuleKey.Kind;
import org.ashlar.account.PushRuleOutcome;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.jspecify.annotations.Nullable;

/// What a user made of the default push rules: own rules, and which default ones do something else
/// or nothing. The default rules themselves are not kept, so that newer ones reach all users. For
/// one thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#push-rules Push rules
public final class OwnPushRules {
  /// The most rules of a user.
  public static final int MAX_RULES = 1000;

  private static final String MASTER = ".m.rule.master";
  private static final String RULES = "rules";
  private static final String DEFAULTS = "defaults";
  private static final String RULE_ID = "rule_id";
  private static final String ENABLED = "enabled";
  private static final String ACTIONS = "actions";

  private final Map<Kind, List<JsonObject>> rules = new EnumMap<>(Kind.class);
  private final Map<String, JsonObject> defaults = new LinkedHashMap<>();

  /// Reads what was kept.
  ///
  /// @param json what [#json] gave, or an empty object
  public OwnPushRules(JsonObject json) {
    JsonObject kept = json.object(RULES).orElse(JsonObject.EMPTY);
    for (Kind kind : Kind.values()) {
      rules.put(
          kind, new ArrayList<>(kept.array(kind.wireName()).orElse(JsonArray.EMPTY).objects()));
    }
    json.object(DEFAULTS)
        .ifPresent(
            found ->
                found
                    .members()
                    .keySet()
                    .forEach(id -> found.object(id).ifPresent(o -> put(id, o))));
  }

  /// What is kept.
  ///
  /// @return own rules by kind, and changes of default rules by id
  public JsonObject json() {
    JsonObject.Builder own = JsonObject.builder();
    rules.forEach((kind, list) -> own.put(kind.wireName(), new JsonArray(List.copyOf(list))));
    return JsonObject.builder()
        .put(RULES, own.build())
        .put(DEFAULTS, JsonObject.of(defaults))
        .build();
  }

  /// All rules in the order in which they are tried: the user's before the default ones of their
  /// kind, only the master rule before all.
  ///
  /// @param defaultRules the default rules of the user by kind
  /// @return all rules by kind
  public JsonObject ruleset(JsonObject defaultRules) {
    JsonObject.Builder ruleset = JsonObject.builder();
    for (Kind kind : Kind.values()) {
      List<JsonValue> list = new ArrayList<>(rules.getOrDefault(kind, List.of()));
      int masters = 0;
      for (JsonObject rule :
          defaultRules.array(kind.wireName()).orElse(JsonArray.EMPTY).objects()) {
        String id = id(rule);
        JsonObject changed =
            rule.toBuilder().putAll(defaults.getOrDefault(id, JsonObject.EMPTY)).build();
        list.add(id.equals(MASTER) ? masters++ : list.size(), changed);
      }
      ruleset.put(kind.wireName(), new JsonArray(list));
    }
    return ruleset.build();
  }

  /// Changes the rules.
  ///
  /// @param change what is changed
  /// @param defaultRules the default rules by kind
  /// @return what became of it; nothing has changed unless `DONE`
  public PushRuleOutcome apply(PushRuleChange change, JsonObject defaultRules) {
    return switch (change) {
      case PushRuleChange.Put put -> put(put);
      case PushRuleChange.Delete(PushRuleKey key) -> delete(key);
      case PushRuleChange.Enable(PushRuleKey key, boolean enabled) ->
          set(key, JsonObject.builder().put(ENABLED, enabled).build(), defaultRules);
      case PushRuleChange.SetActions(PushRuleKey key, JsonArray actions) ->
          set(key, JsonObject.of(ACTIONS, actions), defaultRules);
    };
  }

  private PushRuleOutcome put(PushRuleChange.Put put) {
    List<JsonObject> list = new ArrayList<>(of(put.key().kind()));
    int old = index(list, put.key().id());
    if (old < 0 && rules.values().stream().mapToInt(List::size).sum() >= MAX_RULES) {
      return PushRuleOutcome.TOO_MANY;
    }
    boolean enabled = old < 0 || list.remove(old).bool(ENABLED).orElse(true);
    int place = place(put, list, Math.max(0, old));
    if (place < 0) {
      return PushRuleOutcome.NO_SUCH_NEIGHBOR;
    }
    JsonObject rule =
        JsonObject.builder()
            .put(RULE_ID, put.key().id())
            .put("default", false)
            .put(ENABLED, enabled)
            .putAll(put.rule())
            .build();
    list.add(place, rule);
    rules.put(put.key().kind(), list);
    return PushRuleOutcome.DONE;
  }

  /// Where a rule goes in the list without it; negative when a neighbor is unknown.
  private static int place(PushRuleChange.Put put, List<JsonObject> list, int otherwise) {
    int before = index(list, put.before());
    int after = index(list, put.after());
    if (before < 0 && put.before() != null || after < 0 && put.after() != null) {
      return -1;
    }
    return put.before() != null ? before : put.after() != null ? after + 1 : otherwise;
  }

  private PushRuleOutcome delete(PushRuleKey key) {
    List<JsonObject> list = of(key.kind());
    int index = index(list, key.id());
    if (index < 0) {
      return PushRuleOutcome.NO_SUCH_RULE;
    }
    list.remove(index);
    return PushRuleOutcome.DONE;
  }

  private PushRuleOutcome set(PushRuleKey key, JsonObject members, JsonObject defaultRules) {
    List<JsonObject> list = of(key.kind());
    int index = index(list, key.id());
    if (index >= 0) {
      list.set(index, list.get(index).toBuilder().putAll(members).build());
      return PushRuleOutcome.DONE;
    }
    String kind = key.kind().wireName();
    if (index(defaultRules.array(kind).orElse(JsonArray.EMPTY).objects(), key.id()) < 0) {
      return PushRuleOutcome.NO_SUCH_RULE;
    }
    JsonObject changed = defaults.getOrDefault(key.id(), JsonObject.EMPTY);
    defaults.put(key.id(), changed.toBuilder().putAll(members).build());
    return PushRuleOutcome.DONE;
  }

  private void put(String id, JsonObject change) {
    defaults.put(id, change);
  }

  private List<JsonObject> of(Kind kind) {
    return rules.computeIfAbsent(kind, _ -> new ArrayList<>());
  }

  private static int index(List<JsonObject> list, @Nullable String id) {
    for (int i = 0; i < list.size(); i++) {
      if (id(list.get(i)).equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static String id(JsonObject rule) {
    return rule.string(RULE_ID).orElse("");
  }
}
