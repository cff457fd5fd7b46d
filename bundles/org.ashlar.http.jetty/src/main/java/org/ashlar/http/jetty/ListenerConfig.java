package org.ashlar.http.jetty;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// One element of `http.listeners`; describes the file, and is handed over as a JSON object.
@ObjectClassDefinition(id = "org.ashlar.http.listeners", description = "A place to listen on.")
@interface ListenerConfig {
  @AttributeDefinition(
      description = "An address or host name of this machine; `0.0.0.0` or `::` for all.")
  String address() default "127.0.0.1";

  @AttributeDefinition(description = "The TCP port; 0 for any free one.", min = "0", max = "65535")
  int port() default 8008;

  @AttributeDefinition(
      description =
          "For TLS: a PEM file with the certificate and those that lead to its issuer. It is read"
              + " again when it changes. A relative path begins at the data folder.")
  String certificate() default "";

  @AttributeDefinition(
      description = "For TLS: a PEM file with the private key (PKCS #8, not encrypted).")
  String key() default "";

  @AttributeDefinition(
      description =
          "What is served there. Federation and metrics only where they are named; admin is for"
              + " administrators and best kept on an address of its own.",
      options = {
        @Option("client"),
        @Option("federation"),
        @Option("media"),
        @Option("admin"),
        @Option("metrics")
      })
  String[] apis() default {"client", "media", "admin"};
}
