package org.ashlar.client.rest.push;

import org.ashlar.account.PushRuleChange;
import org.ashlar.account.PushRuleKey;
import org.ashlar.account.PushRuleOutcome;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;

/// Finds and changes the rule that a path names.
final class RuleAccess {
  private RuleAccess() {}

  /// The rule that the path names.
  ///
  /// @throws MatrixException 404 `M_NOT_FOUND` when there is no such kind of rules
  static PushRuleKey key(ClientRequest request) {
    PushRuleKey.Kind kind =
        PushRuleKey.Kind.parse(request.path("kind"))
            .orElseThrow(() -> MatrixException.notFound("There is no such kind of push rules."));
    return new PushRuleKey(kind, request.shortPath("ruleId"));
  }

  /// The rule that the path names, which may be made by a user.
  ///
  /// @throws MatrixException 400 `M_INVALID_PARAM` when its id is reserved or not allowed
  static PushRuleKey ownKey(ClientRequest request) {
    PushRuleKey key = key(request);
    if (key.isDefault()) {
      throw MatrixException.invalidParam(
          "Ids that begin with a dot are reserved for the rules of the server.");
    }
    if (key.id().isEmpty() || key.id().indexOf('/') >= 0 || key.id().indexOf('\\') >= 0) {
      throw MatrixException.invalidParam(
          "The id of a push rule must have a character, and no slash or backslash.");
    }
    return key;
  }

  /// The rule itself.
  ///
  /// @throws MatrixException 404 `M_NOT_FOUND`
  static JsonObject rule(ClientServices services, ClientRequest request) {
    PushRuleKey key = key(request);
    return services
        .userData()
        .call(data -> data.pushRules(request.user()))
        .array(key.kind().wireName())
        .orElse(JsonArray.EMPTY)
        .objects()
        .stream()
        .filter(rule -> rule.string("rule_id").filter(key.id()::equals).isPresent())
        .findFirst()
        .orElseThrow(RuleAccess::noSuchRule);
  }

  /// Makes a change.
  ///
  /// @throws MatrixException 404 `M_NOT_FOUND` when there is no such rule, 400 `M_UNKNOWN` when the
  ///   neighbor is unknown, 400 `M_INVALID_PARAM` when there are too many
  static void change(ClientServices services, ClientRequest request, PushRuleChange change) {
    PushRuleOutcome outcome =
        services.userData().call(data -> data.changePushRules(request.user(), change));
    switch (outcome) {
      case DONE -> {
        // nothing to tell
      }
      case NO_SUCH_RULE -> throw noSuchRule();
      case NO_SUCH_NEIGHBOR ->
          throw new MatrixException(
              ErrorCode.UNKNOWN, 400, "The rule named by before or after is none of yours.");
      case TOO_MANY -> throw MatrixException.invalidParam("You have too many push rules.");
    }
  }

  private static MatrixException noSuchRule() {
    return MatrixException.notFound("There is no such push rule that could be shown or changed.");
  }
}
