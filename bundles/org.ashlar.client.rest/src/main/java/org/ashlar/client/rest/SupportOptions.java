package org.ashlar.client.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `support` of the configuration.
@ObjectClassDefinition(
    name = "support",
    pid = SupportOptions.SUPPORT_PID,
    description =
        "Whom people ask for help, told at /.well-known/matrix/support. Without any of these keys"
            + " that address is not found.")
@interface SupportOptions {
  String SUPPORT_PID = "org.ashlar.support";

  @AttributeDefinition(description = "The address of a page that helps people. Empty: none.")
  String page() default "";

  @AttributeDefinition(description = "The Matrix id of the administrator. Empty: none.")
  String adminMatrixId() default "";

  @AttributeDefinition(description = "The e-mail address of the administrator. Empty: none.")
  String adminEmail() default "";

  @AttributeDefinition(
      description = "The Matrix id of who takes reports about security. Empty: none.")
  String securityMatrixId() default "";

  @AttributeDefinition(
      description = "The e-mail address of who takes reports about security. Empty: none.")
  String securityEmail() default "";
}
