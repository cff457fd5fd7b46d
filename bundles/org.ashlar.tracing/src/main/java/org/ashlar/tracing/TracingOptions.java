package org.ashlar.tracing;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `tracing` of the configuration.
@ObjectClassDefinition(
    name = "tracing",
    description = "Traces of requests and tasks, sent to an OpenTelemetry collector.")
@interface TracingOptions {
  String TRACING_PID = "org.ashlar.tracing";

  @AttributeDefinition(description = "Whether traces are sent.")
  boolean enabled() default false;

  @AttributeDefinition(
      description =
          "Where a collector takes OTLP over HTTP, as JSON. `/v1/traces` is added when it is not"
              + " there.")
  String endpoint() default "http://127.0.0.1:4318";

  @AttributeDefinition(
      min = "0",
      max = "1",
      description =
          "Which part of requests and tasks is sent, from 0 to 1. Of a request that comes with a"
              + " traceparent the caller has decided.")
  double sampleRatio() default 1;

  @AttributeDefinition(
      name = "map",
      type = AttributeType.PASSWORD,
      description =
          "What is sent to the collector as headers, such as `authorization: Bearer ...`; taken as"
              + " secret.")
  String[] headers() default {};

  @AttributeDefinition(
      description = "Whether traces say who asked (`enduser.id`). It leaves this server then.")
  boolean withUsers() default false;

  @AttributeDefinition(
      description = "Whether traces say of which room (`ashlar.room`). It leaves this server then.")
  boolean withRooms() default false;
}
