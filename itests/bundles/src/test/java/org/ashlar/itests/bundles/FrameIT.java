package org.ashlar.itests.bundles;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import javax.inject.Inject;
import org.ashlar.base.install.Installation;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

/// The frame of the house alone: base, configuration, swaps and the sockets, without a database.
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class FrameIT {
  private static final Set<String> FRAME =
      Set.of("org.ashlar.base", "org.ashlar.config", "org.ashlar.swap", "org.ashlar.http.jetty");

  @Inject private BundleContext context;
  @Inject private Installation installation;

  @Configuration
  public Option[] options() throws IOException {
    var data = Files.createTempDirectory("ashlar-frame-");
    Files.writeString(
        data.resolve("ashlar.yaml"),
        "server_name: frame.test:8448\nhttp:\n  listeners:\n    - port: %d\n"
            .formatted(freePort()));
    return new Option[] {AssembledBundles.options(data, FRAME::contains)};
  }

  @Test
  public void theConfigurationBecomesTheInstallation() {
    assertEquals("frame.test:8448", installation.serverName().toString());
    assertEquals(context.getProperty("ashlar.data"), installation.dataFolder().toString());
  }

  @Test
  public void everyBundleIsActive() {
    var idle =
        Arrays.stream(context.getBundles()).filter(b -> b.getState() != Bundle.ACTIVE).toList();
    assertEquals("[]", idle.toString());
  }

  @Test
  public void theLogIsThatOfBase() {
    assertTrue(
        LoggerFactory.getILoggerFactory().getClass().getName().startsWith("org.ashlar.base.log."));
  }

  @Test
  public void anUnknownPathIsAnsweredAsTheSpecificationSays() throws Exception {
    var config = Files.readString(Path.of(context.getProperty("ashlar.config")));
    var port = config.replaceAll("(?s).*port: (\\d+).*", "$1");
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/nowhere"));
      var response = client.send(request.build(), BodyHandlers.ofString());
      assertEquals(404, response.statusCode());
      assertTrue(response.body(), response.body().contains("\"M_UNRECOGNIZED\""));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
