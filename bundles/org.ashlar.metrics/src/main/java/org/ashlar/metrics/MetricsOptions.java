package org.ashlar.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `metrics` of the configuration.
@ObjectClassDefinition(
    name = "metrics",
    description =
        "What Prometheus reads at /_ashlar/metrics, on listeners whose `apis` name `metrics`.")
@interface MetricsOptions {
  String METRICS_PID = "org.ashlar.metrics";

  @AttributeDefinition(description = "Whether metrics are shown.")
  boolean enabled() default true;

  @AttributeDefinition(
      description =
          "What the names of metrics begin with: lower-case letters, digits and `_`. With `synapse`"
              + " dashboards made for Synapse find what has the same meaning here.")
  String prefix() default "ashlar";

  @AttributeDefinition(
      description =
          "Addresses or networks (`10.0.0.0/8`) that read metrics without login. Others need the"
              + " access token of an administrator.")
  String[] scrapers() default {"127.0.0.0/8", "::1"};
}
