package org.ashlar.itests.forks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.http.Route;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.EventDraft;
import org.ashlar.event.EventSigner;
import org.ashlar.event.EventTypes;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.RoomVersion.Behavior;
import org.ashlar.event.SigningKey;
import org.ashlar.event.StateKey;
import org.ashlar.room.ReceiveOutcome;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.store.EventStore;
import org.ashlar.store.Extremity;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;

/// Makes as many state events on one head of a room as contents are given: a fork.
final class ForkEndpoint implements Endpoint {
  private static final Route ROUTE =
      new Route(
          "POST",
          "/_ashlar/test/fork/{roomId}",
          Route.Auth.NONE,
          Route.Rate.NONE,
          "https://spec.matrix.org/v1.19/server-server-api/#room-state-resolution");

  private final Services services;
  private final EventSigner signer;

  ForkEndpoint(Services services, ServerName server) {
    this.services = services;
    this.signer = new EventSigner(server, SigningKey.generate());
  }

  @Override
  public Route route() {
    return ROUTE;
  }

  @Override
  public Outcome handle(Request request) {
    JsonObject body = request.json();
    RoomId room = new RoomId(request.pathParameter("roomId"));
    RoomHead head =
        services
            .store()
            .call(store -> store.room(room))
            .orElseThrow(() -> MatrixException.notFound("There is no such room."));
    StateKey key = new StateKey(body.string("type").orElseThrow(), "");
    UserId sender = new UserId(body.string("sender").orElseThrow());
    List<String> outcomes = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (JsonObject content : body.array("contents").orElseThrow().objects()) {
      Event event = event(head, key, sender, content);
      ReceiveOutcome outcome = services.rooms().call(rooms -> rooms.receive(event));
      outcomes.add(outcome.getClass().getSimpleName());
      ids.add(event.id().value());
    }
    return Reply.ok(
        JsonObject.builder()
            .put("outcomes", JsonArray.ofStrings(outcomes))
            .put("events", JsonArray.ofStrings(ids))
            .put("resolver", services.resolver().call(StateResolver::revision))
            .put("store", services.store().call(EventStore::revision))
            .put("state", current(room, key))
            .build());
  }

  private JsonObject current(RoomId room, StateKey key) {
    RoomHead head = services.store().call(store -> store.room(room)).orElseThrow();
    long nid = head.room().nid();
    StoredEvent now =
        services
            .views()
            .call(views -> views.stateAt(nid, head.current().nid(), List.of(key)))
            .get(key);
    return now == null ? JsonObject.EMPTY : now.event().content();
  }

  private Event event(RoomHead head, StateKey key, UserId sender, JsonObject content) {
    RoomVersion version = head.room().version();
    Extremity on = head.extremities().getFirst();
    Set<StateKey> needed =
        services
            .rules()
            .call(rules -> rules.needed(version, key.type(), key.key(), sender, content));
    long nid = head.room().nid();
    Map<StateKey, StoredEvent> auth =
        services.views().call(views -> views.stateAt(nid, on.after().nid(), needed));
    EventDraft draft =
        new EventDraft(
            head.room().id(),
            key.type(),
            key.key(),
            sender,
            content,
            System.currentTimeMillis(),
            List.of(on.id()),
            ids(auth.values(), version),
            on.depth() + 1,
            null);
    return signer.sign(draft, version);
  }

  private static List<EventId> ids(Collection<StoredEvent> auth, RoomVersion version) {
    return auth.stream()
        .map(StoredEvent::event)
        .filter(
            event ->
                version.has(Behavior.CREATE_IN_AUTH_EVENTS)
                    || !event.type().equals(EventTypes.CREATE))
        .map(Event::id)
        .toList();
  }
}
