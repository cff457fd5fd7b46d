package org.ashlar.account.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `registration` of the configuration.
@ObjectClassDefinition(
    name = "registration",
    pid = RegistrationOptions.REGISTRATION_PID,
    description = "Who may make an account.")
@interface RegistrationOptions {
  String REGISTRATION_PID = "org.ashlar.registration";

  @AttributeDefinition(
      description =
          "Whether anyone may register with a client. Without it, accounts are made with"
              + " `bin/ashlar user add` or the shared secret.")
  boolean enabled() default false;

  @AttributeDefinition(
      description =
          "Whether registering with a client takes one of the tokens; otherwise it takes nothing"
              + " (the dummy flow, in one request if the client likes).")
  boolean tokenRequired() default false;

  @AttributeDefinition(
      description = "The tokens, each of 1 to 64 characters of A-Z, a-z, 0-9 and . _ ~ -.")
  String[] tokens() default {};

  @AttributeDefinition(description = "Whether guests may register, who have no password.")
  boolean guests() default false;

  @AttributeDefinition(
      type = AttributeType.PASSWORD,
      description =
          "Who knows this secret may make accounts, administrators too, at"
              + " /_synapse/admin/v1/register. Empty: nobody may.")
  String sharedSecret() default "";
}
