package org.ashlar.account.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `session` of the configuration.
@ObjectClassDefinition(
    name = "session",
    pid = SessionOptions.SESSION_PID,
    description = "How long logins last, and whether a client can log another one in.")
@interface SessionOptions {
  String SESSION_PID = "org.ashlar.session";

  @AttributeDefinition(
      description =
          "Seconds for which an access token is valid when the client can refresh it. Sessions that"
              + " are open keep what they were given until the next refresh.",
      min = "10",
      max = "31536000")
  int refreshableSeconds() default 300;

  @AttributeDefinition(
      description =
          "Seconds for which a refresh token is valid: a client that stays away for longer must log"
              + " in again. 0: for ever.",
      min = "0",
      max = "315360000")
  int refreshTokenSeconds() default 0;

  @AttributeDefinition(
      description =
          "Seconds for which an access token is valid when the client can not refresh it; then it"
              + " must log in again. 0: for ever.",
      min = "0",
      max = "315360000")
  int accessTokenSeconds() default 0;

  @AttributeDefinition(
      description =
          "Whether a client that is logged in can, with the user's password, get a token that logs"
              + " in one more client.")
  boolean loginTokens() default false;

  @AttributeDefinition(
      description = "Seconds for which such a token is valid.",
      min = "5",
      max = "3600")
  int loginTokenSeconds() default 120;
}
