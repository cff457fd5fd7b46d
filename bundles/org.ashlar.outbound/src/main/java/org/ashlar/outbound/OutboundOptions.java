package org.ashlar.outbound;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `outbound` of the configuration.
@ObjectClassDefinition(
    name = "outbound",
    pid = OutboundOptions.OUTBOUND_PID,
    description = "Connections that the server makes to others.")
@interface OutboundOptions {
  String OUTBOUND_PID = "org.ashlar.outbound";

  @AttributeDefinition(
      description =
          "PEM files with certificates of further authorities that are trusted, by all outbound"
              + " connections. A relative path begins at the data folder.")
  String[] caFiles() default {};

  @AttributeDefinition(
      description =
          "Networks to which no connection is made on behalf of other servers. `[]` allows all.")
  String[] federationIpDeny() default {
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "::1/128",
    "fe80::/10",
    "fc00::/7"
  };

  @AttributeDefinition(
      description =
          "Networks to which no connection is made on behalf of push gateways. `[]` allows all.")
  String[] pushIpDeny() default {
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "::1/128",
    "fe80::/10",
    "fc00::/7"
  };

  @AttributeDefinition(
      description =
          "Networks to which no connection is made on behalf of pages whose preview is made. `[]`"
              + " allows all.")
  String[] previewIpDeny() default {
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "::1/128",
    "fe80::/10",
    "fc00::/7"
  };

  @AttributeDefinition(
      description =
          "Networks to which no connection is made on behalf of identity servers and single"
              + " sign-on. `[]` allows all.")
  String[] identityIpDeny() default {
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "::1/128",
    "fe80::/10",
    "fc00::/7"
  };
}
