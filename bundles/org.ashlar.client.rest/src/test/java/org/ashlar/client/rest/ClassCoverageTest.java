package org.ashlar.client.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ashlar.base.http.Endpoint;
import org.ashlar.base.http.Route;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateClass;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.base.metric.Metrics;
import org.ashlar.client.rest.endpoint.RateClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every operation that the specification marks has a class, and every class has a limit.
class ClassCoverageTest {
  private static final String V3 = "/_matrix/client/v3/";

  private final Map<String, Route.Rate> served = new LinkedHashMap<>();

  ClassCoverageTest() {
    for (Endpoint endpoint : new ClientHouse().routes.endpoints()) {
      Route route = endpoint.route();
      served.put(route.method() + " " + route.path(), route.rate());
    }
  }

  @Test
  void whatTheSpecificationMarksIsLimitedWhereItIsServed() throws IOException {
    // Given
    Set<String> marked = marked();
    // When
    Set<String> limited = new TreeSet<>(marked);
    limited.removeIf(
        operation -> served.getOrDefault(operation, Route.Rate.NONE) == Route.Rate.NONE);
    Set<String> known = new TreeSet<>(marked);
    known.retainAll(served.keySet());
    // Then
    assertThat(marked).hasSizeGreaterThanOrEqualTo(65);
    assertThat(known).hasSizeGreaterThan(25);
    assertThat(limited).isEqualTo(known);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT rooms/{roomId}/send/{eventType}/{txnId} MESSAGE",
        "PUT rooms/{roomId}/state/{eventType} MESSAGE",
        "PUT rooms/{roomId}/state/{eventType}/{stateKey} MESSAGE",
        "PUT rooms/{roomId}/redact/{eventId}/{txnId} REDACTION",
        "POST createRoom ROOM_CREATION",
        "POST rooms/{roomId}/kick MEMBERSHIP",
        "POST rooms/{roomId}/ban MEMBERSHIP",
        "POST rooms/{roomId}/unban MEMBERSHIP",
        "POST rooms/{roomId}/leave MEMBERSHIP",
        "POST rooms/{roomId}/join JOIN",
        "POST rooms/{roomId}/invite INVITE",
        "POST account/password/email/requestToken THIRD_PARTY_ID",
        "PUT presence/{userId}/status PRESENCE",
        "POST publicRooms DIRECTORY_SEARCH",
        "GET sync SYNC",
      })
  void soIsWhatItForgets(String line) {
    String[] parts = line.split(" ");
    String path = parts[1];

    assertThat(served)
        .containsEntry(parts[0] + " " + V3 + path, Route.Rate.valueOf(parts[2]))
        .containsEntry(parts[0] + " /_matrix/client/r0/" + path, Route.Rate.valueOf(parts[2]));
  }

  @Test
  void eachClassHasALimitOfItsSection() {
    // Given
    RateLimits engine = new RateLimits(() -> 0, new Metrics());
    // When
    RateSettings.of(defaults()).apply(engine);
    // Then
    assertThat(engine.limits().keySet()).isEqualTo(all(new Limit(1, 1)).keySet());
    assertThat(engine.isEnabled()).isTrue();
    assertThat(engine.limits()).containsEntry(RateClasses.MESSAGE, new Limit(10, 100));
  }

  /// All classes of the client api with one limit.
  static Map<RateClass, Limit> all(Limit limit) {
    return Arrays.stream(RateClasses.class.getFields())
        .map(
            field -> {
              try {
                return (RateClass) field.get(null);
              } catch (IllegalAccessException e) {
                throw new AssertionError(e);
              }
            })
        .collect(Collectors.toMap(Function.identity(), _ -> limit));
  }

  private static RateLimitOptions defaults() {
    return (RateLimitOptions)
        Proxy.newProxyInstance(
            RateLimitOptions.class.getClassLoader(),
            new Class<?>[] {RateLimitOptions.class},
            (Object _, Method method, Object[] _) -> method.getDefaultValue());
  }

  private static Set<String> marked() throws IOException {
    try (var lines =
        Objects.requireNonNull(ClassCoverageTest.class.getResourceAsStream("rate-limited.txt"))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
