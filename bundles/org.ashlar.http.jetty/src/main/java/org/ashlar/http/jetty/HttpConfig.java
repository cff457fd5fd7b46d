package org.ashlar.http.jetty;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `http` of the configuration.
@ObjectClassDefinition(
    name = "http",
    description = "Where the server listens, and what it takes from a client.")
@interface HttpConfig {
  @AttributeDefinition(description = "Where the server listens.")
  String[] listeners() default {
    "{\"address\":\"127.0.0.1\",\"port\":8008,"
        + "\"apis\":[\"client\",\"media\",\"admin\",\"metrics\"]}"
  };

  @AttributeDefinition(
      description =
          "Addresses or networks (`10.0.0.0/8`) of proxies whose X-Forwarded-For is believed.")
  String[] trustedProxies() default {};

  @AttributeDefinition(
      description = "Most bytes of a body, in KiB, whatever an endpoint would take.",
      min = "64",
      max = "10485760")
  int maxBodyKib() default 102_400;

  @AttributeDefinition(
      description =
          "Most bytes of a request line and its headers, in KiB. Holds for new connections.",
      min = "4",
      max = "1024")
  int maxHeaderKib() default 32;

  @AttributeDefinition(
      description = "Seconds after which a silent connection is closed. Holds for new connections.",
      min = "1",
      max = "3600")
  int idleTimeoutSeconds() default 60;

  @AttributeDefinition(
      description = "Seconds in which the request line and headers must have come.",
      min = "1",
      max = "600")
  int headerTimeoutSeconds() default 20;

  @AttributeDefinition(
      description =
          "Seconds in which a body must have come; a longer one gets a second more for each KiB"
              + " of `min_body_kib_per_second`.",
      min = "1",
      max = "3600")
  int bodyTimeoutSeconds() default 30;

  @AttributeDefinition(
      description = "Slowest pace at which a long body may come, in KiB per second.",
      min = "1",
      max = "1048576")
  int minBodyKibPerSecond() default 16;

  @AttributeDefinition(
      description = "Most connections at a time; further ones wait to be accepted.",
      min = "10",
      max = "1000000")
  int maxConnections() default 60_000;

  @AttributeDefinition(
      description =
          "Whether requests are turned away (429 M_LIMIT_EXCEEDED) when more come than the machine"
              + " can serve. `rate_limits.enabled` does not change this.")
  boolean shedLoad() default true;

  @AttributeDefinition(
      description =
          "Milliseconds that a request may wait for its turn while the server is overloaded. It is"
              + " when requests have waited three times as long for 0.1 seconds.",
      min = "1",
      max = "10000")
  int shedTargetMillis() default 10;

  @AttributeDefinition(
      description =
          "Seconds that a request may wait while a part is being replaced, before it is told to"
              + " try again.",
      min = "1",
      max = "300")
  int parkSeconds() default 30;

  @AttributeDefinition(
      description = "Seconds after which the result of a request is taken as no longer wanted.",
      min = "5",
      max = "3600")
  int deadlineSeconds() default 600;

  @AttributeDefinition(
      description =
          "Most threads of the network itself; requests need none of them. Needs a restart.",
      min = "8",
      max = "1024")
  int networkThreads() default 64;
}
