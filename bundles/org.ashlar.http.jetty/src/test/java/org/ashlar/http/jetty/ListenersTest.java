package org.ashlar.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ashlar.base.http.Reply;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static ListenerSettings on(int port, Set<Api> apis) {
    return new ListenerSettings("127.0.0.1", port, null, apis);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aPortInUseIsToldInOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> new TestHouse(TestHouse.listening(List.of(on(port, Api.ALL)))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Can not listen on 127.0.0.1:" + port + ": ");
    }
  }

  @Test
  void listenersFollowTheConfigurationWhileTheServerRuns() throws Exception {
    int first = freePort();
    int second = freePort();
    try (TestHouse house = new TestHouse(TestHouse.listening(List.of(on(first, Api.ALL))))) {
      house.bind("a", TestHouse.on("GET", "/a", request -> Reply.ok()));
      try (RawClient client = new RawClient(first)) {
        assertThat(client.get("/a").status()).isEqualTo(200);
        house.connector.apply(
            TestHouse.listening(List.of(on(first, Api.ALL), on(second, Api.ALL))));
        assertThat(client.get("/a").status()).isEqualTo(200);
      }
      try (RawClient client = new RawClient(second)) {
        assertThat(client.get("/a").status()).isEqualTo(200);
        house.connector.apply(TestHouse.listening(List.of(on(second, Api.ALL))));
        assertThat(client.get("/a").status()).isEqualTo(200);
      }
      assertThat(house.connector.ports()).containsExactly(second);
      assertThat(house.connector.urls()).containsExactly("http://127.0.0.1:" + second);
      assertThatThrownBy(() -> new RawClient(first)).isInstanceOf(IOException.class);
      house.connector.apply(TestHouse.listening(List.of(on(first, Api.ALL))));
      try (RawClient client = new RawClient(first)) {
        assertThat(client.get("/a").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aListenerServesOnlyTheApisItHas() throws Exception {
    int port = freePort();
    try (TestHouse house =
        new TestHouse(TestHouse.listening(List.of(on(port, EnumSet.of(Api.CLIENT)))))) {
      house.bind(
          "a",
          TestHouse.on("GET", "/_matrix/client/versions", request -> Reply.ok()),
          TestHouse.on("GET", "/_synapse/admin/v1/users", request -> Reply.ok()));
      try (RawClient client = new RawClient(port)) {
        assertThat(client.get("/_matrix/client/versions").status()).isEqualTo(200);
        assertThat(client.get("/_synapse/admin/v1/users").body()).contains("M_UNRECOGNIZED");
        house.connector.apply(TestHouse.listening(List.of(on(port, EnumSet.of(Api.ADMIN)))));
        assertThat(client.get("/_matrix/client/versions").status()).isEqualTo(404);
        assertThat(client.get("/_synapse/admin/v1/users").status()).isEqualTo(200);
      }
    }
  }

  @Test
  void entriesAreReadFromJson() {
    Path data = Path.of("/data");
    assertThat(ListenerSettings.parse("{}", data)).isEqualTo(on(8008, Api.USUAL));
    assertThat(
            ListenerSettings.parse(
                "{\"address\":\"::\",\"port\":443,\"certificate\":\"tls/c.pem\","
                    + "\"key\":\"/etc/k.pem\",\"apis\":[\"client\"]}",
                data))
        .isEqualTo(
            new ListenerSettings(
                "::",
                443,
                new ListenerSettings.Tls(Path.of("/data/tls/c.pem"), Path.of("/etc/k.pem")),
                Set.of(Api.CLIENT)));
    for (String wrong :
        List.of("[]", "{\"port\":70000}", "{\"apis\":[\"x\"]}", "{\"key\":\"k\"}", "{\"x\":1}")) {
      assertThatThrownBy(() -> ListenerSettings.parse(wrong, data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("An entry of http.listeners");
    }
  }

  @Test
  void withoutApisAListenerServesWhatTheBuiltInOneDoesButMetrics() throws Exception {
    var builtIn = (String[]) HttpConfig.class.getMethod("listeners").getDefaultValue();
    Set<Api> local = EnumSet.copyOf(Api.USUAL);
    local.add(Api.METRICS);
    assertThat(ListenerSettings.parse(builtIn[0], Path.of("/data"))).isEqualTo(on(8008, local));
    assertThat(ListenerSettings.parse("{}", Path.of("/data"))).isEqualTo(on(8008, Api.USUAL));
    assertThat((String[]) ListenerConfig.class.getMethod("apis").getDefaultValue())
        .containsExactlyInAnyOrder(Api.USUAL.stream().map(Api::toString).toArray(String[]::new));
  }

  @Test
  void aProxyMayNameThePortOfAnIpv4Client() {
    TrustedProxies proxies = TrustedProxies.of("10.0.0.0/8");
    assertThat(proxies.client("10.1.1.1", "5.6.7.8:4711")).isEqualTo("5.6.7.8");
    assertThat(proxies.client("10.1.1.1", "5.6.7.8:1, 10.2.2.2:80")).isEqualTo("5.6.7.8");
    assertThat(proxies.client("10.1.1.1", "5.6.7.8:port")).isEqualTo("10.1.1.1");
    assertThat(proxies.client("10.1.1.1", "2001:db8::5:80")).isEqualTo("2001:db8::5:80");
  }

  @Test
  void onlyATrustedProxyIsBelieved() {
    TrustedProxies proxies = TrustedProxies.of("10.0.0.0/8", "::1");
    assertThat(proxies.client("1.2.3.4", List.of("5.6.7.8"))).isEqualTo("1.2.3.4");
    assertThat(proxies.client("10.1.1.1", List.of("5.6.7.8"))).isEqualTo("5.6.7.8");
    assertThat(proxies.client("::1", List.of("6.6.6.6, 5.6.7.8, 10.2.2.2"))).isEqualTo("5.6.7.8");
    assertThat(proxies.client("10.1.1.1", List.of("not an address"))).isEqualTo("10.1.1.1");
    assertThat(proxies.client("10.1.1.1", List.of())).isEqualTo("10.1.1.1");
    assertThatThrownBy(() -> TrustedProxies.of("10.0.0.0/33")).hasMessageContaining("10.0.0.0/33");
    assertThatThrownBy(() -> TrustedProxies.of("proxy.example.org"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
