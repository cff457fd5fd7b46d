package org.ashlar.outbound;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.ashlar.base.install.Installation;
import org.ashlar.base.outbound.OutboundException;
import org.ashlar.base.outbound.OutboundHttp;
import org.ashlar.base.outbound.OutboundReply;
import org.ashlar.base.outbound.OutboundRequest;
import org.ashlar.base.task.Tasks;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/// Requests by the client that Java has. It looks up a host's addresses again after they were
/// checked here, and gets the same ones, as Java keeps them for half a minute.
@Component(
    service = OutboundHttp.class,
    immediate = true,
    configurationPid = OutboundOptions.OUTBOUND_PID)
public final class JavaOutboundHttp implements OutboundHttp {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Path dataFolder;
  private final Tasks tasks = new Tasks("org.ashlar.outbound");
  private volatile Ways ways;

  /// What the configuration says, ready for use.
  private record Ways(HttpClient client, Map<Purpose, DenyList> denied) {}

  /// @param installation where relative paths begin
  /// @param options the section `outbound`
  @Activate
  public JavaOutboundHttp(@Reference Installation installation, OutboundOptions options) {
    dataFolder = installation.dataFolder();
    ways = ways(options);
  }

  /// Requests that are under way end as they began.
  @Modified
  void modified(OutboundOptions options) {
    HttpClient before = ways.client();
    ways = ways(options);
    tasks.background("close", before::close);
  }

  @Deactivate
  void deactivate() {
    ways.client().shutdownNow();
    tasks.close();
  }

  private Ways ways(OutboundOptions options) {
    Map<Purpose, DenyList> denied = new EnumMap<>(Purpose.class);
    denied.put(Purpose.FEDERATION, DenyList.of("federation_ip_deny", options.federationIpDeny()));
    denied.put(Purpose.PUSH, DenyList.of("push_ip_deny", options.pushIpDeny()));
    denied.put(Purpose.PREVIEW, DenyList.of("preview_ip_deny", options.previewIpDeny()));
    denied.put(Purpose.IDENTITY, DenyList.of("identity_ip_deny", options.identityIpDeny()));
    SSLContext trust =
        Authorities.trust(Stream.of(options.caFiles()).map(dataFolder::resolve).toList());
    return new Ways(client(trust, tasks), denied);
  }

  /// Java keeps the executor until the client is collected, so the executor must not lead to the
  /// client: it would stay for ever, and this bundle's classes with it.
  private static HttpClient client(SSLContext trust, Tasks tasks) {
    return HttpClient.newBuilder()
        .sslContext(trust)
        .connectTimeout(CONNECT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .executor(work -> tasks.background("http", work))
        .build();
  }

  @Override
  public OutboundReply send(Purpose purpose, OutboundRequest request) {
    Ways now = ways;
    checkAddresses(now.denied().getOrDefault(purpose, DenyList.ALL), request.uri());
    CompletableFuture<HttpResponse<byte[]>> answer =
        now.client()
            .sendAsync(
                converted(request),
                BodyHandlers.limiting(BodyHandlers.ofByteArray(), request.limits().bytes()));
    try {
      HttpResponse<byte[]> response =
          answer.get(request.limits().time().toMillis(), TimeUnit.MILLISECONDS);
      return new OutboundReply(response.statusCode(), response.body());
    } catch (ExecutionException e) {
      throw failed(request.uri(), String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw failed(request.uri(), "no answer in " + request.limits().time().toSeconds() + " s");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw failed(request.uri(), "interrupted");
    }
  }

  private static void checkAddresses(DenyList denied, URI uri) {
    String host = uri.getHost();
    if (host == null) {
      throw failed(uri, "no host");
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (denied.denies(address)) {
          throw new OutboundException(
              "The configuration allows no connection to " + host + " at " + address, true);
        }
      }
    } catch (UnknownHostException e) {
      throw failed(uri, "the host is not known");
    }
  }

  private static HttpRequest converted(OutboundRequest request) {
    byte[] body = request.body();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .method(
                request.method(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    request.headers().forEach(builder::header);
    return builder.build();
  }

  private static OutboundException failed(URI uri, String why) {
    return new OutboundException(
        "%s://%s did not answer: %s".formatted(uri.getScheme(), uri.getAuthority(), why), false);
  }
}
