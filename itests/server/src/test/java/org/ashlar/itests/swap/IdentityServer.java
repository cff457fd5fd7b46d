package org.ashlar.itests.swap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.ashlar.itests.server.MatrixClient;

/// An identity server on this machine that knows nobody and keeps all invitations; its certificate
/// is its own authority.
final class IdentityServer implements AutoCloseable {
  private static final String PASSWORD = "changeit";
  private static final List<String> KEYTOOL =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-genkeypair -alias a -keyalg EC -dname CN=localhost -ext san=dns:localhost -validity 2",
          "-storetype PKCS12 -storepass " + PASSWORD + " -keystore");

  private final Queue<String> invited = new ConcurrentLinkedQueue<>();
  private final HttpsServer server;
  private final Path certificate;

  IdentityServer(Path folder) {
    try {
      KeyStore keys = keys(folder.resolve("identity.p12"));
      certificate = folder.resolve("identity.pem");
      Files.writeString(
          certificate,
          "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
              .formatted(
                  Base64.getMimeEncoder().encodeToString(keys.getCertificate("a").getEncoded())));
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      server.createContext("/_matrix/identity/v2/", this::answer);
      server.start();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyStore keys(Path store) throws IOException, GeneralSecurityException {
    String line = String.join(" ", KEYTOOL) + " " + store;
    Process keytool = new ProcessBuilder(line.split(" ")).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(store)) {
      throw new IOException(said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] answer = answer(path, body).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String answer(String path, String body) {
    if (path.endsWith("/hash_details")) {
      return "{\"lookup_pepper\":\"salt\",\"algorithms\":[\"sha256\"]}";
    }
    if (path.endsWith("/lookup")) {
      return "{\"mappings\":{}}";
    }
    String address = MatrixClient.json(body).get("address").asText();
    invited.add(address);
    return """
    {"token":"t%d","display_name":"%s","public_keys":[{"public_key":"key","key_validity_url":""}]}
    """
        .formatted(invited.size(), address);
  }

  /// Host and port.
  String name() {
    return "localhost:" + server.getAddress().getPort();
  }

  /// The file with its certificate.
  Path certificate() {
    return certificate;
  }

  /// The addresses of all invitations that it keeps, in their order.
  List<String> invited() {
    return List.copyOf(invited);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
