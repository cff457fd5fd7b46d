package org.ashlar.account.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `password` of the configuration.
@ObjectClassDefinition(
    name = "password",
    pid = PasswordOptions.PASSWORD_PID,
    description = "How passwords are hashed (Argon2id), and what new ones must be.")
@interface PasswordOptions {
  String PASSWORD_PID = "org.ashlar.password";

  @AttributeDefinition(
      description = "Memory that one hash takes, in KiB.",
      min = "8",
      max = "1048576")
  int hashMemoryKib() default 19456;

  @AttributeDefinition(
      description = "Passes over that memory; the time of a login grows with it.",
      min = "1",
      max = "1000")
  int hashIterations() default 2;

  @AttributeDefinition(
      description =
          "Hashes that are computed at the same time; other logins wait. 0: half of the"
              + " processors.",
      min = "0",
      max = "256")
  int hashesAtOnce() default 0;

  @AttributeDefinition(
      description = "The least number of characters of a new password. 0: any.",
      min = "0",
      max = "512")
  int minimumLength() default 0;

  @AttributeDefinition(description = "Whether a new password needs a digit.")
  boolean requireDigit() default false;

  @AttributeDefinition(
      description = "Whether a new password needs a character that is neither letter nor digit.")
  boolean requireSymbol() default false;

  @AttributeDefinition(description = "Whether a new password needs a lower-case letter.")
  boolean requireLowercase() default false;

  @AttributeDefinition(description = "Whether a new password needs an upper-case letter.")
  boolean requireUppercase() default false;
}
