package org.ashlar.account.core.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ashlar.account.AuthChallenge;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.core.session.AccessTokens;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// User-interactive authentication: leads a client through the stages of a flow. Its sessions lie
/// in the store, so they survive restarts and any instance can go on. Any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
///   User-interactive authentication
final class AuthStages {
  private static final String TICKET = "auth-session";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final Gate<IdentityStore> store;
  private final AccessTokens tokens;
  private final InstantSource clock;

  AuthStages(Gate<IdentityStore> store, AccessTokens tokens, InstantSource clock) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// Judges what a client sent.
  ///
  /// @param operation what it is for; a session is good for one operation only
  /// @param auth the client's `auth`, or null
  /// @param flow the stages to be passed, at least one
  /// @return what is left to do, empty when the flow is complete; its session is then used up
  Optional<AuthChallenge> check(String operation, @Nullable JsonObject auth, List<Stage> flow) {
    if (auth == null) {
      return Optional.of(begin(operation, flow, List.of(), null));
    }
    String session = auth.string("session").orElse(null);
    List<String> completed = session == null ? new ArrayList<>() : completed(operation, session);
    Attempt attempt = attempt(auth, flow, completed);
    if (attempt == Attempt.PASSED) {
      auth.string("type").ifPresent(completed::add);
    }
    if (flow.stream().allMatch(stage -> completed.contains(stage.type()))) {
      return finished(session, operation, flow);
    }
    return Optional.of(next(new Progress(operation, session, completed), flow, attempt));
  }

  private AuthChallenge next(Progress progress, List<Stage> flow, Attempt attempt) {
    MatrixException failure =
        attempt == Attempt.FAILED
            ? new MatrixException(ErrorCode.FORBIDDEN, 401, "This stage was not passed.")
            : null;
    String session = progress.session();
    if (session == null) {
      return begin(progress.operation(), flow, progress.completed(), failure);
    }
    if (attempt == Attempt.PASSED) {
      keep(session, progress.operation(), progress.completed());
    }
    return challenge(session, flow, progress.completed(), failure);
  }

  private static Attempt attempt(JsonObject auth, List<Stage> flow, List<String> completed) {
    Optional<String> type = auth.string("type");
    if (type.isEmpty() || completed.contains(type.get())) {
      return Attempt.NONE;
    }
    return flow.stream()
        .filter(stage -> stage.type().equals(type.get()))
        .findFirst()
        .map(stage -> stage.passes(auth) ? Attempt.PASSED : Attempt.FAILED)
        .orElse(Attempt.FAILED);
  }

  /// Of two requests that complete one session, one goes on.
  private Optional<AuthChallenge> finished(
      @Nullable String session, String operation, List<Stage> flow) {
    if (session == null
        || store.call(s -> s.takeTicket(TICKET, session, clock.instant())).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(begin(operation, flow, List.of(), null));
  }

  private List<String> completed(String operation, String session) {
    return Optional.of(session)
        .filter(text -> text.indexOf('\0') < 0)
        .flatMap(id -> store.call(s -> s.ticket(TICKET, id, clock.instant())))
        .filter(data -> data.string("operation").filter(operation::equals).isPresent())
        .flatMap(data -> data.array("completed"))
        .map(array -> new ArrayList<>(array.strings()))
        .orElseThrow(
            () ->
                MatrixException.invalidParam(
                    "The authentication session is not known or too old; begin again."));
  }

  private AuthChallenge begin(
      String operation, List<Stage> flow, List<String> completed, @Nullable MatrixException why) {
    String session = tokens.secret();
    keep(session, operation, completed);
    return challenge(session, flow, completed, why);
  }

  private void keep(String session, String operation, List<String> completed) {
    JsonObject data =
        JsonObject.builder()
            .put("operation", operation)
            .put("completed", JsonArray.ofStrings(completed))
            .build();
    Instant now = clock.instant();
    store.run(s -> s.putTicket(TICKET, session, data, now.plus(LIFETIME), now));
  }

  private static AuthChallenge challenge(
      String session, List<Stage> flow, List<String> completed, @Nullable MatrixException why) {
    return new AuthChallenge(
        session,
        List.of(flow.stream().map(Stage::type).toList()),
        completed,
        JsonObject.EMPTY,
        why);
  }

  private enum Attempt {
    NONE,
    PASSED,
    FAILED
  }

  private record Progress(String operation, @Nullable String session, List<String> completed) {}
}
