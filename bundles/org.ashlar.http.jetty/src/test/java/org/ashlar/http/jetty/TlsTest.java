package org.ashlar.http.jetty;

import static org.ashlar.http.jetty.TestHouse.keys;
import static org.ashlar.http.jetty.TestHouse.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.ashlar.base.http.Reply;
import org.ashlar.base.http.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir Path folder;

  private TestHouse house(PemFiles files) {
    TestHouse house =
        new TestHouse(
            TestHouse.listening(
                List.of(
                    new ListenerSettings(
                        "127.0.0.1",
                        0,
                        new ListenerSettings.Tls(files.certificate(), files.key()),
                        Api.ALL))));
    house.bind(
        "a",
        on("POST", "/json", request -> Reply.ok(request.json())),
        on(
            "GET",
            "/sync",
            request ->
                request.resumeToken() == null
                    ? new Wait(keys("k"), Duration.ofSeconds(20), "t")
                    : Reply.ok()));
    return house;
  }

  private static HttpClient client(HttpClient.Version version) throws Exception {
    return HttpClient.newBuilder().sslContext(PemFiles.trusting()).version(version).build();
  }

  private static HttpRequest.Builder request(TestHouse house, String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + house.port() + path));
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void speaksHttp2AndHttp1(String algorithm) throws Exception {
    try (TestHouse house = house(PemFiles.make(folder, algorithm));
        HttpClient two = client(HttpClient.Version.HTTP_2);
        HttpClient one = client(HttpClient.Version.HTTP_1_1)) {
      String body = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
      HttpRequest post =
          request(house, "/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
      HttpResponse<String> answer = two.send(post, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo(body);
      assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
      answer = one.send(post, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.body()).isEqualTo(body);
      answer = two.send(request(house, "/none").build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("M_UNRECOGNIZED");
      await(() -> house.connector.door().active() == 0);
      assertThat(house.selections.intake().inFlight()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_1_1", "HTTP_2"})
  void waitsAreWokenAndDropped(String version) throws Exception {
    try (TestHouse house = house(PemFiles.make(folder, "EC"));
        HttpClient client = client(HttpClient.Version.valueOf(version))) {
      FrontDoor door = house.connector.door();
      CompletableFuture<HttpResponse<String>> woken =
          client.sendAsync(request(house, "/sync").build(), HttpResponse.BodyHandlers.ofString());
      await(() -> door.waits().waiting() == 1);
      house.connector.wake(keys("k"));
      assertThat(woken.get(5, TimeUnit.SECONDS).body()).isEqualTo("{}");

      CompletableFuture<HttpResponse<String>> left =
          client.sendAsync(request(house, "/sync").build(), HttpResponse.BodyHandlers.ofString());
      await(() -> door.waits().waiting() == 1);
      left.cancel(true);
      await(() -> door.waits().waiting() == 0 && door.active() == 0);
      assertThat(door.vanished()).isEqualTo(1);
    }
  }

  @Test
  void aNewCertificateIsTakenFromTheSameFiles() throws Exception {
    try (TestHouse house = house(PemFiles.make(folder, "EC"))) {
      X509Certificate before = served(house);
      Files.setLastModifiedTime(
          PemFiles.make(folder, "EC").certificate(), FileTime.from(Instant.now().plusSeconds(5)));
      house.connector.refreshCertificates();
      assertThat(served(house)).isNotEqualTo(before);

      Files.writeString(folder.resolve("cert.pem"), "no certificate");
      X509Certificate good = served(house);
      house.connector.refreshCertificates();
      assertThat(served(house)).isEqualTo(good);
    }
  }

  private static X509Certificate served(TestHouse house) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            PemFiles.trusting().getSocketFactory().createSocket("127.0.0.1", house.port())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void aClientThatKnowsOnlyTheAddressIsServed() throws Exception {
    try (TestHouse house = house(PemFiles.make(folder, "EC"));
        Socket socket =
            PemFiles.trusting().getSocketFactory().createSocket("127.0.0.1", house.port())) {
      socket.getOutputStream().write("GET /none HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes());
      assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 404");
    }
  }

  @Test
  void aHandshakeThatDoesNotEndIsCutOff() throws Exception {
    PemFiles files = PemFiles.make(folder, "EC");
    try (TestHouse house = house(files);
        RawClient client = house.client()) {
      client.send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void filesThatAreNoCertificateAreRefusedInASentence() throws Exception {
    PemFiles files = PemFiles.make(folder, "EC");
    Files.writeString(
        files.key(), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----");
    assertThatThrownBy(() -> house(files)).hasMessageContaining("openssl pkcs8 -topk8");
  }
}
