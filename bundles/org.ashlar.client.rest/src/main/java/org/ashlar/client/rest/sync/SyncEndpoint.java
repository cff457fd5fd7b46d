package org.ashlar.client.rest.sync;

import java.time.Duration;
import java.time.InstantSource;
import org.ashlar.account.Caller;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.Wait;
import org.ashlar.base.id.DeviceId;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.presence.Presence;
import org.ashlar.presence.PresenceState;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.ashlar.stream.SyncService;
import org.jspecify.annotations.Nullable;

/// Tells a client what is new, at once or as soon as there is something.
///
/// A waiting request's resume token is the time when it ends, a colon, and how far was looked.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync Sync
final class SyncEndpoint implements ClientEndpoint {
  private static final ClientRequest.Range TIMEOUT = new ClientRequest.Range(0, 600_000);
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/sync",
          Route.Auth.GUEST,
          Route.Rate.SYNC,
          "https://spec.matrix.org/v1.19/client-server-api/#get_matrixclientv3sync");

  private final Gate<SyncService> sync;
  private final Gate<Presence> presence;
  private final InstantSource clock;

  SyncEndpoint(Gate<SyncService> sync, Gate<Presence> presence, InstantSource clock) {
    this.sync = sync;
    this.presence = presence;
    this.clock = clock;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    Resume resume = Resume.of(request, clock);
    long left = resume.end() - clock.millis();
    PresenceState state = state(request);
    SyncRequest asked = asked(request, left > 0, resume.token());
    Duration silence = MARGIN.plusMillis(Math.max(0, left));
    presence.tryRun(service -> service.active(asked.user(), asked.device(), state, silence));
    return switch (sync.call(service -> service.sync(asked))) {
      case SyncOutcome.Answer answer -> Reply.of(200, "application/json", answer.body());
      case SyncOutcome.Waiting waiting ->
          new Wait(
              waiting.keys(),
              Duration.ofMillis(left),
              new Resume(resume.end(), waiting.resume()).text());
    };
  }

  private static PresenceState state(ClientRequest request) {
    return PresenceState.of(request.query("set_presence").orElse("online"))
        .orElseThrow(
            () ->
                MatrixException.invalidParam(
                    "The query parameter set_presence must be offline, online or unavailable."));
  }

  private static SyncRequest asked(
      ClientRequest request, boolean mayWait, @Nullable String resume) {
    Caller caller = request.caller();
    DeviceId device = caller.device();
    return new SyncRequest(
        caller.user(),
        device == null ? null : device.value(),
        caller.isGuest(),
        request.query("since").filter(text -> !text.isEmpty()).orElse(null),
        request.query("filter").orElse(null),
        request.queryBoolean("full_state", false),
        request.queryBoolean("use_state_after", false),
        mayWait,
        resume);
  }

  /// When a request ends, in milliseconds since 1970, and how far was looked; null at first.
  private record Resume(long end, @Nullable String token) {
    static Resume of(ClientRequest request, InstantSource clock) {
      String text = request.http().resumeToken();
      if (text == null) {
        return new Resume(clock.millis() + request.queryInteger("timeout", 0, TIMEOUT), null);
      }
      int colon = text.indexOf(':');
      return new Resume(Long.parseLong(text.substring(0, colon)), text.substring(colon + 1));
    }

    String text() {
      return end + ":" + token;
    }
  }
}
