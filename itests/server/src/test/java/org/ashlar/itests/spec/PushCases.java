package org.ashlar.itests.spec;

/// Push rules.
final class PushCases {
  private static final String NOT_FOUND = "404 M_NOT_FOUND";
  private static final String RULES = "/pushrules/global/";
  private static final String RULE = "{\"actions\": [\"notify\"], \"pattern\": \"cake\"}";

  private PushCases() {}

  static void add(Cases cases) {
    cases.on("getPushRules").ok("of a user", w -> w.bob().call("GET", "/pushrules/", null));
    cases.on("getPushRulesGlobal").ok("of a user", w -> w.bob().call("GET", RULES, null));
    cases
        .on("setPushRule")
        .ok("of one's own", w -> w.bob().call("PUT", RULES + "content/cake", RULE))
        .ok(
            "before another",
            w -> {
              w.bob().put(RULES + "content/cake", RULE);
              return w.bob().call("PUT", RULES + "content/pie?before=cake", RULE);
            })
        .fails(
            "400 M_UNKNOWN",
            "behind a rule that is not there",
            w -> w.bob().call("PUT", RULES + "content/pie?after=none", RULE))
        .fails(
            "400 M_INVALID_PARAM",
            "with the id of a default rule",
            w -> w.bob().call("PUT", RULES + "override/.m.rule.master", RULE))
        .fails(
            NOT_FOUND,
            "of a kind that is none",
            w -> w.bob().call("PUT", RULES + "nothing/cake", RULE));
    cases
        .on("getPushRule")
        .ok("of the defaults", w -> w.bob().call("GET", RULES + "override/.m.rule.master", null))
        .fails(
            NOT_FOUND, "that is not there", w -> w.bob().call("GET", RULES + "content/none", null));
    cases
        .on("deletePushRule")
        .ok(
            "of one's own",
            w -> {
              w.bob().put(RULES + "content/gone", RULE);
              return w.bob().call("DELETE", RULES + "content/gone", null);
            })
        .fails(
            NOT_FOUND,
            "that is not there",
            w -> w.bob().call("DELETE", RULES + "content/none", null));
    part(cases, "PushRuleActions", "getPushRuleActions", "actions", "{\"actions\": []}");
    part(cases, "PushRuleEnabled", "isPushRuleEnabled", "enabled", "{\"enabled\": false}");
  }

  private static void part(Cases cases, String name, String get, String part, String body) {
    var known = RULES + "underride/.m.rule.message/" + part;
    var unknown = RULES + "underride/none/" + part;
    cases
        .on("set" + name)
        .ok("of a default rule", w -> w.bob().call("PUT", known, body))
        .fails(NOT_FOUND, "of nothing", w -> w.bob().call("PUT", unknown, body));
    cases
        .on(get)
        .ok("of a default rule", w -> w.bob().call("GET", known, null))
        .fails(NOT_FOUND, "of nothing", w -> w.bob().call("GET", unknown, null));
  }
}
