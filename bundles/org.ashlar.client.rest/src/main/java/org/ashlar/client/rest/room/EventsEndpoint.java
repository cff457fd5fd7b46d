package org.ashlar.client.rest.room;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.ashlar.base.error.ErrorCode;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Route;
import org.ashlar.base.http.Wait;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.room.NewEvents;
import org.ashlar.room.RoomViews;
import org.jspecify.annotations.Nullable;

/// Tells what is new in a room, whether or not the reader has joined it, or for old clients in all
/// rooms in which the reader is; at once or as soon as there is something.
///
/// A waiting request's resume token is the time when it ends, the token of where it began, and that
/// of how far was looked, with colons between them.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#peeking_get_matrixclientv3events Events
final class EventsEndpoint implements ClientEndpoint {
  private static final long DEFAULT_TIMEOUT = 30_000;
  private static final ClientRequest.Range TIMEOUT = new ClientRequest.Range(0, 600_000);
  private static final Route ROUTE =
      new Route(
          "GET",
          "/_matrix/client/v3/events",
          Route.Auth.GUEST,
          Route.Rate.SYNC,
          "https://spec.matrix.org/v1.19/client-server-api/#peeking_get_matrixclientv3events");

  private final Gate<RoomViews> views;
  private final InstantSource clock;

  EventsEndpoint(Gate<RoomViews> views, InstantSource clock) {
    this.views = views;
    this.clock = clock;
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(ClientRequest request) {
    RoomId room = room(request);
    Resume resume = Resume.of(request, clock);
    NewEvents news =
        views.call(service -> service.since(Callers.of(request), room, resume.looked()));
    String start = resume.start() == null ? news.start() : resume.start();
    long left = resume.end() - clock.millis();
    if (news.events().isEmpty() && left > 0) {
      return new Wait(
          news.keys(), Duration.ofMillis(left), new Resume(resume.end(), start, news.end()).text());
    }
    return Reply.ok(
        JsonObject.builder()
            .put("chunk", new JsonArray(List.copyOf(news.events())))
            .put("start", start)
            .put("end", news.end())
            .build());
  }

  private static @Nullable RoomId room(ClientRequest request) {
    String text = Paged.token(request, "room_id");
    if (text == null) {
      if (request.caller().isGuest()) {
        throw new MatrixException(
            ErrorCode.GUEST_ACCESS_FORBIDDEN, 403, "Guests may only look at one room: room_id.");
      }
      return null;
    }
    return RoomId.parse(text)
        .orElseThrow(
            () -> MatrixException.invalidParam("The query parameter room_id is not a room id."));
  }

  /// When a request ends, in milliseconds since 1970, where it began, and how far was looked.
  private record Resume(long end, @Nullable String start, @Nullable String looked) {
    static Resume of(ClientRequest request, InstantSource clock) {
      String text = request.http().resumeToken();
      if (text == null) {
        String from = Paged.token(request, "from");
        long timeout = request.queryInteger("timeout", DEFAULT_TIMEOUT, TIMEOUT);
        return new Resume(clock.millis() + timeout, from, from);
      }
      int first = text.indexOf(':');
      int second = text.indexOf(':', first + 1);
      return new Resume(
          Long.parseLong(text.substring(0, first)),
          text.substring(first + 1, second),
          text.substring(second + 1));
    }

    String text() {
      return end + ":" + start + ":" + looked;
    }
  }
}
