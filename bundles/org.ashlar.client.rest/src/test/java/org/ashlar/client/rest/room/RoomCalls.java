package org.ashlar.client.rest.room;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ashlar.account.AccountDatum;
import org.ashlar.account.Caller;
import org.ashlar.account.Receipt;
import org.ashlar.account.UserData;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.id.DeviceId;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonRaw;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientRequest;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.directory.AliasTarget;
import org.ashlar.directory.Directory;
import org.ashlar.directory.InvitationLookup;
import org.ashlar.presence.Presence;
import org.ashlar.presence.PresenceState;
import org.ashlar.presence.PresenceStatus;
import org.ashlar.room.ClosestEvent;
import org.ashlar.room.EventContext;
import org.ashlar.room.NewEvents;
import org.ashlar.room.RelatedPage;
import org.ashlar.room.RoomSnapshot;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.room.ThreadsPage;
import org.ashlar.room.TimelinePage;
import org.ashlar.store.EventStatus;
import org.ashlar.store.EventStore;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.StreamHub;

/// The room endpoints over services that only write down what they are asked.
final class RoomCalls {
  static final UserId ALICE = new UserId("@alice:test");
  static final RoomId ROOM = new RoomId("!room:test");
  private static final JsonRaw EMPTY = new JsonRaw(new byte[] {'{', '}'});
  static final EventId EVENT = new EventId("$event");

  /// The last arguments of each method, by its name.
  final Map<String, List<Object>> asked = new LinkedHashMap<>();

  Caller.Kind kind = Caller.Kind.USER;
  Caller.Status status = Caller.Status.ACTIVE;
  String membership = "join";
  InvitationLookup.Found found = new InvitationLookup.Found.Nobody();
  Optional<AliasTarget> alias = Optional.empty();
  String sender = "@bob:test";
  Optional<ClosestEvent> closest = Optional.of(new ClosestEvent(EVENT, 17));
  private final List<ClientEndpoint> endpoints;

  RoomCalls() {
    Selections selections = new Selections();
    ClientServices services = ClientServices.of(selections);
    services.rooms().bind(new NumberedReference<>(1, Rooms.class), proxy(Rooms.class));
    services.views().bind(new NumberedReference<>(2, RoomViews.class), proxy(RoomViews.class));
    services.store().bind(new NumberedReference<>(3, EventStore.class), proxy(EventStore.class));
    services.hub().bind(new NumberedReference<>(4, StreamHub.class), proxy(StreamHub.class));
    services.userData().bind(new NumberedReference<>(5, UserData.class), proxy(UserData.class));
    services.directory().bind(new NumberedReference<>(6, Directory.class), proxy(Directory.class));
    services.presence().bind(new NumberedReference<>(7, Presence.class), proxy(Presence.class));
    services
        .lookup()
        .bind(new NumberedReference<>(8, InvitationLookup.class), proxy(InvitationLookup.class));
    endpoints = RoomEndpoints.all(services);
  }

  /// What came back: the status, and the body of an object.
  record Answer(int status, JsonObject body) {
    String error() {
      return status + " " + body.string("errcode").orElse("");
    }
  }

  Answer call(String method, String pathAndQuery, String body) {
    String[] parts = pathAndQuery.split("\\?", 2);
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (parts.length == 2) {
      for (String pair : parts[1].split("&")) {
        String[] sides = pair.split("=", 2);
        query.computeIfAbsent(sides[0], name -> new ArrayList<>()).add(sides[1]);
      }
    }
    String path = parts[0].startsWith("/_matrix") ? parts[0] : "/_matrix/client/v3" + parts[0];
    for (ClientEndpoint endpoint : endpoints) {
      Map<String, String> variables = variables(endpoint.route().path(), path);
      if (endpoint.route().method().equals(method) && variables != null) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Request request = new Request(method, path, variables, query, Map.of(), "::1", bytes, null);
        return answer(endpoint, new ClientRequest(request, caller()));
      }
    }
    throw new AssertionError("no endpoint for " + method + " " + path);
  }

  Object asked(String method, int argument) {
    return asked.get(method).get(argument);
  }

  private Answer answer(ClientEndpoint endpoint, ClientRequest request) {
    try {
      Reply reply = (Reply) endpoint.handle(request);
      return new Answer(
          reply.status(),
          Json.parse(reply.body()) instanceof JsonObject object ? object : JsonObject.EMPTY);
    } catch (MatrixException e) {
      return new Answer(e.status(), e.body());
    }
  }

  private Caller caller() {
    return new Caller(ALICE, new DeviceId("DEV"), kind, false, status, Set.of(), 1);
  }

  private static Map<String, String> variables(String template, String path) {
    String[] wanted = template.split("/", -1);
    String[] given = path.split("/", -1);
    if (wanted.length != given.length) {
      return null;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        variables.put(wanted[i].substring(1, wanted[i].length() - 1), given[i]);
      } else if (!wanted[i].equals(given[i])) {
        return null;
      }
    }
    return variables;
  }

  private <T> T proxy(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              asked.put(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments));
              return canned(type.getSimpleName() + "." + method.getName());
            }));
  }

  private Object canned(String method) {
    return switch (method) {
      case "Rooms.create" -> ROOM;
      case "Rooms.upgrade" -> new RoomId("!new:test");
      case "InvitationLookup.lookup" -> found;
      case "InvitationLookup.store" -> new InvitationLookup.Stored("token", JsonObject.EMPTY);
      case "RoomViews.stateAt" -> Map.of();
      case "RoomViews.currentRoot" -> 5L;
      case "Directory.resolve" -> alias;
      case "Rooms.send", "Rooms.redact" -> EVENT;
      case "RoomViews.membership" -> Optional.of(row(ROOM, membership));
      case "RoomViews.event" ->
          new JsonRaw(Json.write(JsonObject.builder().put("sender", sender).build()));
      case "RoomViews.stateEvent" -> JsonObject.builder().put("name", "Lounge").build();
      case "RoomViews.state", "RoomViews.members" -> List.of();
      case "RoomViews.joinedMembers" -> Map.of(ALICE.value(), JsonObject.EMPTY);
      case "RoomViews.messages" -> new TimelinePage(List.of(), "t1_1_1", null, List.of());
      case "RoomViews.context" ->
          new EventContext(EMPTY, List.of(EMPTY), List.of(), "t1_1_0", "t1_1_1", List.of(EMPTY));
      case "RoomViews.relations" -> new RelatedPage(List.of(EMPTY), "t1_1_1", "t1_1_2", 3);
      case "RoomViews.threads" -> new ThreadsPage(List.of(EMPTY), "t1_1_1");
      case "RoomViews.closest" -> closest;
      case "RoomViews.since" -> new NewEvents(List.of(EMPTY), "r1_1", "r1_2", Set.of());
      case "RoomViews.snapshot" -> snapshot();
      case "RoomViews.snapshots" ->
          List.of(
              snapshot(),
              new RoomSnapshot(new RoomId("!new:test"), "invite", EMPTY, null, List.of()));
      case "EventStore.eventPosition", "UserData.accountDataPosition", "Presence.position" ->
          new Position(1, 9);
      case "UserData.roomAccountData" -> List.of(datum(ROOM));
      case "UserData.accountDataSince" -> List.of(datum(null), datum(ROOM));
      case "Directory.isPublic" -> true;
      case "Presence.changesSince" ->
          List.of(new PresenceStatus(ALICE, PresenceState.ONLINE, null, 0, new Position(1, 1)));
      case "EventStore.memberships" ->
          List.of(row(ROOM, "join"), row(new RoomId("!left:test"), "leave"));
      case "EventStore.events" ->
          Map.of(
              EVENT, new StoredEvent(1, 7, new Position(1, 1), 0, 0, EventStatus.ACCEPTED, null));
      default -> null;
    };
  }

  private static RoomSnapshot snapshot() {
    return new RoomSnapshot(
        ROOM,
        "join",
        null,
        new RoomSnapshot.Messages(List.of(EMPTY), null, "r1_9"),
        List.of(EMPTY));
  }

  private static AccountDatum datum(RoomId room) {
    return new AccountDatum(room, "m.test", EMPTY, new Position(1, 1));
  }

  private static MembershipRow row(RoomId room, String membership) {
    return new MembershipRow(room, 7, ALICE, membership, EVENT, 1, new Position(1, 1), false);
  }

  Receipt receipt() {
    return (Receipt) asked("setReceipt", 0);
  }
}
