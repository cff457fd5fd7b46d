package org.ashlar.account.core.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ashlar.account.AuthChallenge;
import org.ashlar.account.IdentityStore;
import org.ashlar.account.core.session.AccessTokens;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// User-interactive authentication: leads a client through the stages of a flow, in their order.
/// Its sessions lie in the store, so they survive restarts and swaps and any instance can go on.
/// Any thread.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#user-interactive-authentication-api
///   User-interactive authentication
public final class AuthStages {
  private static final String TICKET = "auth-session";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final Gate<IdentityStore> store;
  private final AccessTokens tokens;
  private final InstantSource clock;

  /// @param store where sessions are kept
  /// @param tokens what makes their ids
  /// @param clock the time
  public AuthStages(Gate<IdentityStore> store, AccessTokens tokens, InstantSource clock) {
    this.store = store;
    this.tokens = tokens;
    this.clock = clock;
  }

  /// Judges what a client sent.
  ///
  /// @param subject what it is for
  /// @param auth the client's `auth`, or null
  /// @param flows the ways, each of at least one stage
  /// @return what is left to do; when nothing is, the session is used up
  /// @throws MatrixException 400 for a session that is not known, 403 for one of another request
  public Standing check(AuthSubject subject, @Nullable JsonObject auth, List<List<Stage>> flows) {
    if (auth == null) {
      return begin(subject, new Progress(List.of(), null), flows, null);
    }
    String session = auth.string("session").orElse(null);
    Progress before = session == null ? new Progress(List.of(), null) : known(subject, session);
    Optional<Stage.Verdict> verdict = attempt(auth, before.completed(), flows);
    MatrixException failure = verdict.map(Stage.Verdict::failure).orElse(null);
    Progress after =
        verdict.isPresent() && failure == null
            ? before.with(auth.string("type").orElseThrow(), verdict.get().user())
            : before;
    if (flows.stream().anyMatch(flow -> types(flow).equals(after.completed()))) {
      return finished(subject, session, after, flows);
    }
    if (session == null) {
      return begin(subject, after, flows, failure);
    }
    if (after != before) {
      keep(session, subject, after);
    }
    return left(session, flows, after, failure);
  }

  /// Empty when nothing was tried, or what is done already.
  private static Optional<Stage.Verdict> attempt(
      JsonObject auth, List<String> completed, List<List<Stage>> flows) {
    Optional<String> type = auth.string("type").filter(given -> !completed.contains(given));
    if (type.isEmpty()) {
      return Optional.empty();
    }
    int next = completed.size();
    return flows.stream()
        .filter(flow -> flow.size() > next && types(flow).subList(0, next).equals(completed))
        .map(flow -> flow.get(next))
        .filter(stage -> stage.type().equals(type.get()))
        .findFirst()
        .map(stage -> stage.judge(auth))
        .or(() -> Optional.of(Stage.Verdict.failed("This stage is not the next of any flow.")));
  }

  /// Of two requests that complete one session, one goes on.
  private Standing finished(
      AuthSubject subject, @Nullable String session, Progress progress, List<List<Stage>> flows) {
    boolean mine =
        session == null
            || store
                .call(s -> s.takeTicket(TICKET, AuthSubject.ticket(session), clock.instant()))
                .isPresent();
    return mine
        ? new Standing(null, progress.user())
        : begin(subject, new Progress(List.of(), null), flows, null);
  }

  private Progress known(AuthSubject subject, String session) {
    JsonObject data =
        store
            .call(s -> s.ticket(TICKET, AuthSubject.ticket(session), clock.instant()))
            .orElseThrow(
                () ->
                    MatrixException.invalidParam(
                        "The authentication session is not known or too old; begin again."));
    if (data.string("subject").filter(subject.seal(session)::equals).isEmpty()) {
      throw MatrixException.forbidden(
          "The authentication session was begun for another request; begin again.");
    }
    List<String> completed = data.array("completed").map(JsonArray::strings).orElse(List.of());
    return new Progress(completed, data.string("user").map(UserId::new).orElse(null));
  }

  private Standing begin(
      AuthSubject subject,
      Progress progress,
      List<List<Stage>> flows,
      @Nullable MatrixException failure) {
    String session = tokens.secret();
    keep(session, subject, progress);
    return left(session, flows, progress, failure);
  }

  private void keep(String session, AuthSubject subject, Progress progress) {
    UserId user = progress.user();
    JsonObject data =
        JsonObject.builder()
            .put("subject", subject.seal(session))
            .put("completed", JsonArray.ofStrings(progress.completed()))
            .putIfPresent("user", user == null ? null : user.value())
            .build();
    Instant now = clock.instant();
    String ticket = AuthSubject.ticket(session);
    store.run(s -> s.putTicket(TICKET, ticket, data, now.plus(LIFETIME), now));
  }

  private static Standing left(
      String session,
      List<List<Stage>> flows,
      Progress progress,
      @Nullable MatrixException failure) {
    List<List<String>> names = flows.stream().map(AuthStages::types).toList();
    return new Standing(
        new AuthChallenge(session, names, progress.completed(), JsonObject.EMPTY, failure), null);
  }

  private static List<String> types(List<Stage> flow) {
    return flow.stream().map(Stage::type).toList();
  }

  /// Where an authentication stands.
  ///
  /// @param left what is yet to be shown, or null when it is complete
  /// @param user whom its stages showed, or null for nobody
  public record Standing(@Nullable AuthChallenge left, @Nullable UserId user) {}

  private record Progress(List<String> completed, @Nullable UserId user) {
    Progress with(String stage, @Nullable UserId shown) {
      List<String> more = new ArrayList<>(completed);
      more.add(stage);
      return new Progress(List.copyOf(more), shown == null ? user : shown);
    }
  }
}
