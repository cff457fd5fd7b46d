package org.ashlar.client.rest.account;

import org.ashlar.account.RegistrationOutcome;
import org.ashlar.account.Session;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Reply;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.UserAuth;
import org.jspecify.annotations.Nullable;

/// What a client is told about its registration.
final class RegistrationAnswer {
  private RegistrationAnswer() {}

  /// The answer to an outcome.
  ///
  /// @throws MatrixException when it was refused
  static Reply of(RegistrationOutcome outcome) {
    return switch (outcome) {
      case RegistrationOutcome.Registered registered ->
          registered(registered.user(), registered.session());
      case RegistrationOutcome.Challenged challenged -> UserAuth.reply(challenged.challenge());
      case RegistrationOutcome.Refused refused -> throw refusal(refused);
    };
  }

  /// The error of a refusal.
  static MatrixException refusal(RegistrationOutcome.Refused refused) {
    return switch (refused.reason()) {
      case DISABLED -> MatrixException.forbidden(refused.message());
      case USER_IN_USE -> refusal(ErrorCode.USER_IN_USE, refused);
      case INVALID_USERNAME -> refusal(ErrorCode.INVALID_USERNAME, refused);
      case EXCLUSIVE -> refusal(ErrorCode.EXCLUSIVE, refused);
      case WEAK_PASSWORD -> refusal(ErrorCode.WEAK_PASSWORD, refused);
      case MISSING_PASSWORD, MISSING_USERNAME -> refusal(ErrorCode.MISSING_PARAM, refused);
      case OTHER_GUEST -> MatrixException.forbidden(refused.message());
      case UNKNOWN_NONCE -> refusal(ErrorCode.UNKNOWN, refused);
      case WRONG_SIGNATURE -> new MatrixException(ErrorCode.UNKNOWN, 403, refused.message());
    };
  }

  private static MatrixException refusal(ErrorCode code, RegistrationOutcome.Refused refused) {
    return new MatrixException(code, 400, refused.message());
  }

  private static Reply registered(UserId user, @Nullable Session session) {
    JsonObject.Builder body =
        session == null
            ? JsonObject.builder()
                .put("user_id", user.value())
                .put("home_server", user.server().value())
            : SessionBody.members(session);
    return Reply.ok(body.build());
  }
}
