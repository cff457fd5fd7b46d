package org.ashlar.client.rest;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.ashlar.account.Accounts;
import org.ashlar.account.UserData;
import org.ashlar.account.core.AccountHouse;
import org.ashlar.account.core.registration.RegistrationSettings;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Outcome;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Request;
import org.ashlar.base.id.ServerName;
import org.ashlar.base.id.UserId;
import org.ashlar.base.install.Installation;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateClass;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.base.metric.Metrics;
import org.ashlar.client.rest.server.Support;
import org.ashlar.client.rest.user.ProfileSettings;
import org.ashlar.directory.Directory;
import org.ashlar.directory.core.DirectoryHouse;
import org.ashlar.event.Event;
import org.ashlar.event.StateKey;
import org.ashlar.presence.Presence;
import org.ashlar.presence.core.PresenceHouse;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;
import org.ashlar.room.StateQuery;
import org.ashlar.store.EventStore;
import org.ashlar.store.Position;
import org.ashlar.store.SampleRoom;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.Stream;
import org.ashlar.stream.StreamHub;
import org.ashlar.stream.SyncOutcome;
import org.ashlar.stream.SyncRequest;
import org.ashlar.stream.SyncService;

/// The client api over accounts in memory, called without HTTP.
final class ClientHouse {
  final AccountHouse house;
  final List<UserId> shownProfiles = new ArrayList<>();
  final List<UserId> leavers = new ArrayList<>();
  final AtomicLong nanos = new AtomicLong();
  final Metrics metrics = new Metrics();
  final RateLimits limits = new RateLimits(nanos::get, metrics);
  final ClientRoutes routes;
  final DirectoryHouse directory = new DirectoryHouse();
  final PresenceHouse presence = new PresenceHouse("test");
  private final Map<Long, SampleRoom> rooms = new LinkedHashMap<>();
  private URI publicBaseUrl;

  ClientHouse() {
    this(AccountHouse.OPEN);
  }

  ClientHouse(RegistrationSettings registration) {
    this(registration, Support.NONE);
  }

  ClientHouse(RegistrationSettings registration, Support support) {
    this(registration, new Settings(support, ProfileSettings.OPEN));
  }

  ClientHouse(RegistrationSettings registration, Settings settings) {
    house = new AccountHouse(registration);
    limits.enable(false);
    routes = new ClientRoutes(house.selections, installation(), limits, settings);
    routes.bindUserData(new NumberedReference<>(11, UserData.class), house.userData);
    routes.bindHub(new NumberedReference<>(12, StreamHub.class), house.hub);
    routes.bindRooms(new NumberedReference<>(13, Rooms.class), rooms());
    routes.bindViews(new NumberedReference<>(14, RoomViews.class), views());
    routes.bindSync(new NumberedReference<>(15, SyncService.class), sync());
    routes.bindDirectory(new NumberedReference<>(17, Directory.class), directory.directory);
    routes.bindPresence(new NumberedReference<>(18, Presence.class), presence.presence);
    routes.bindStore(new NumberedReference<>(16, EventStore.class), presence.store);
  }

  /// Lets the accounts in, the last part of the house.
  ClientHouse open() {
    routes.bindAccounts(new NumberedReference<>(10, Accounts.class), house.accounts);
    for (Stream stream : List.of(Stream.EVENTS, Stream.ACCOUNT_DATA, Stream.RECEIPTS)) {
      house.hub.start(stream, Position.START);
    }
    return this;
  }

  /// Limits rates from now on, in these classes.
  void limit(Map<RateClass, Limit> measures) {
    limits.define(measures);
    limits.enable(true);
  }

  void publicBaseUrl(String url) {
    publicBaseUrl = URI.create(url);
  }

  /// Registers a user and gives the access token.
  String register(String name) {
    Answer answer =
        post(
            "/_matrix/client/v3/register",
            null,
            "{\"username\":\"%s\",\"password\":\"secret\",\"auth\":{\"type\":\"m.login.dummy\"}}"
                .formatted(name));
    return answer.text("access_token");
  }

  Answer get(String path, String token) {
    return call("GET", path, token, null);
  }

  Answer post(String path, String token, String body) {
    return call("POST", path, token, body);
  }

  Answer put(String path, String token, String body) {
    return call("PUT", path, token, body);
  }

  Answer delete(String path, String token) {
    return call("DELETE", path, token, null);
  }

  /// Calls the endpoint of a path, with the query after `?` unescaped, as the connector would.
  Answer call(String method, String pathAndQuery, String token, String body) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (token != null) {
      headers.put("authorization", "Bearer " + token);
    }
    return call(method, pathAndQuery, headers, body);
  }

  Answer call(String method, String pathAndQuery, Map<String, String> headers, String body) {
    String[] parts = pathAndQuery.split("\\?", 2);
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (parts.length == 2) {
      for (String pair : parts[1].split("&")) {
        String[] sides = pair.split("=", 2);
        query.computeIfAbsent(sides[0], name -> new ArrayList<>()).add(sides[1]);
      }
    }
    for (Endpoint endpoint : routes.endpoints()) {
      Map<String, String> variables = variables(endpoint.route().path(), parts[0]);
      if (endpoint.route().method().equals(method) && variables != null) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        return answer(
            endpoint,
            new Request(method, parts[0], variables, query, headers, "192.0.2.1", bytes, null));
      }
    }
    throw new AssertionError("no endpoint for " + method + " " + parts[0]);
  }

  /// Lets a sync begin or go on.
  ///
  /// @param resume null to begin
  Outcome sync(String token, String resume) {
    Endpoint endpoint =
        routes.endpoints().stream()
            .filter(one -> one.route().path().equals("/_matrix/client/v3/sync"))
            .findFirst()
            .orElseThrow();
    Map<String, List<String>> query = Map.of("timeout", List.of("30000"), "since", List.of("s1"));
    Map<String, String> headers = Map.of("authorization", "Bearer " + token);
    return endpoint.handle(
        new Request("GET", "/sync", Map.of(), query, headers, "192.0.2.1", new byte[0], resume));
  }

  private static Answer answer(Endpoint endpoint, Request request) {
    try {
      Reply reply = (Reply) endpoint.handle(request);
      return new Answer(reply.status(), Json.parseObject(reply.body()), reply.headers());
    } catch (MatrixException e) {
      return new Answer(e.status(), e.body(), Map.of());
    }
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

  private Rooms rooms() {
    return proxy(
        Rooms.class,
        (method, arguments) ->
            switch (method) {
              case "profileChanged" -> shownProfiles.add((UserId) arguments[0]) ? null : null;
              case "leaveAll" -> leavers.add((UserId) arguments[0]) ? null : null;
              case "defaultVersion" -> "12";
              default -> throw new UnsupportedOperationException(method);
            });
  }

  /// Makes a room of users with one more piece of state.
  void room(String type, JsonObject content, UserId... members) {
    SampleRoom room = presence.room(members).state(type, "", content);
    room.store();
    rooms.put(room.ref().nid(), room);
  }

  /// Shows nothing but the state of rooms: each room's root is its number.
  private RoomViews views() {
    return proxy(
        RoomViews.class,
        (method, arguments) ->
            switch (method) {
              case "currentRoots" -> {
                Map<Long, Long> roots = new LinkedHashMap<>();
                ((Collection<?>) arguments[0]).forEach(nid -> roots.put((Long) nid, (Long) nid));
                yield roots;
              }
              case "states" ->
                  ((List<?>) arguments[0]).stream().map(q -> state((StateQuery) q)).toList();
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private Map<StateKey, StoredEvent> state(StateQuery query) {
    Map<StateKey, StoredEvent> found = new LinkedHashMap<>();
    SampleRoom room = rooms.get(query.roomNid());
    if (room != null) {
      for (StateKey key : query.keys()) {
        Event event = room.state().get(key);
        if (event != null) {
          found.put(key, presence.store.events(List.of(event.id())).get(event.id()));
        }
      }
    }
    return found;
  }

  /// Nothing is ever new.
  private static SyncService sync() {
    return proxy(
        SyncService.class,
        (method, arguments) ->
            new SyncOutcome.Waiting(
                Set.of(StreamHub.userKey(((SyncRequest) arguments[0]).user())), "s2"));
  }

  private static <T> T stub(Class<T> type) {
    return proxy(
        type,
        (method, arguments) -> {
          throw new UnsupportedOperationException(method);
        });
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.of(method.getName(), arguments)));
  }

  private Installation installation() {
    return new Installation() {
      @Override
      public ServerName serverName() {
        return new ServerName("test");
      }

      @Override
      public Path dataFolder() {
        return Path.of("/nowhere");
      }

      @Override
      public Path home() {
        return Path.of("/nowhere");
      }

      @Override
      public Optional<URI> publicBaseUrl() {
        return Optional.ofNullable(publicBaseUrl);
      }
    };
  }

  private interface Answers {
    Object of(String method, Object[] arguments);
  }

  /// What came back.
  record Answer(int status, JsonObject body, Map<String, String> headers) {
    String text(String name) {
      return body.string(name).orElse(null);
    }

    /// Status and error code, such as `403 M_FORBIDDEN`.
    String error() {
      return status + " " + text("errcode");
    }
  }
}
