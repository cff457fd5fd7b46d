package org.ashlar.http.jetty;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `http` of the configuration.
@ObjectClassDefinition(
    name = "http",
    description = "Where the server listens, and what it takes from a client.")
@interface HttpConfig {
  @AttributeDefinition(
      name = "json",
      description =
          "Listeners. Each: `address` (default 127.0.0.1), `port` (0: any free one), `apis` (of"
              + " client, federation, media, admin, metrics; default all), and for TLS `tls` with"
              + " `certificate` and `key`, both PEM files. Live.")
  String[] listeners() default {
    "{\"address\":\"127.0.0.1\",\"port\":8008,\"apis\":[\"client\",\"media\",\"admin\"]}"
  };

  @AttributeDefinition(
      description =
          "Addresses or networks (`10.0.0.0/8`) of proxies whose X-Forwarded-For is believed."
              + " Live.")
  String[] trustedProxies() default {};

  @AttributeDefinition(
      description = "Most bytes of a body, in KiB, whatever an endpoint would take. Live.",
      min = "64",
      max = "10485760")
  int maxBodyKib() default 102_400;

  @AttributeDefinition(
      description =
          "Most bytes of a request line and its headers, in KiB. Live for new connections.",
      min = "4",
      max = "1024")
  int maxHeaderKib() default 32;

  @AttributeDefinition(
      description = "Seconds after which a silent connection is closed. Live for new connections.",
      min = "1",
      max = "3600")
  int idleTimeoutSeconds() default 60;

  @AttributeDefinition(
      description = "Seconds in which the request line and headers must have come. Live.",
      min = "1",
      max = "600")
  int headerTimeoutSeconds() default 20;

  @AttributeDefinition(
      description =
          "Seconds in which a body must have come; a longer one gets a second more for each KiB"
              + " of `minBodyKibPerSecond`. Live.",
      min = "1",
      max = "3600")
  int bodyTimeoutSeconds() default 30;

  @AttributeDefinition(
      description = "Slowest pace at which a long body may come, in KiB per second. Live.",
      min = "1",
      max = "1048576")
  int minBodyKibPerSecond() default 16;

  @AttributeDefinition(
      description = "Most connections at a time; further ones wait to be accepted. Live.",
      min = "10",
      max = "1000000")
  int maxConnections() default 60_000;

  @AttributeDefinition(
      description =
          "Seconds that a request may wait while a part is being replaced, before it is told to"
              + " try again. Live.",
      min = "1",
      max = "300")
  int parkSeconds() default 30;

  @AttributeDefinition(
      description =
          "Seconds after which the result of a request is taken as no longer wanted. Live.",
      min = "5",
      max = "3600")
  int deadlineSeconds() default 600;

  @AttributeDefinition(
      description = "Most threads of the network itself; requests need none of them. Restart.",
      min = "8",
      max = "1024")
  int networkThreads() default 64;
}
