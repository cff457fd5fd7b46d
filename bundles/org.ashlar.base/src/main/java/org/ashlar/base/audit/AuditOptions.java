package org.ashlar.base.audit;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// The section `audit` of the configuration.
@ObjectClassDefinition(
    name = "audit",
    description = "The audit log: who did what. See docs/audit.md.")
@interface AuditOptions {
  @AttributeDefinition(
      description =
          "How many days entries are kept in the database; 0 for ever. Older ones are deleted once"
              + " an hour.",
      min = "0",
      max = "36500")
  int retentionDays() default 0;

  @AttributeDefinition(
      description =
          "How large the spool may become, in MiB: entries that the database has not taken yet.",
      min = "1",
      max = "10240")
  int spoolMib() default 64;

  @AttributeDefinition(
      description =
          "What happens when the spool is full or can not be written. `log`: acts go on, and their"
              + " entries are in the log only, as warnings, and counted. `refuse`: logins,"
              + " changes of accounts and commands other than swaps are refused.",
      options = {@Option("log"), @Option("refuse")})
  String whenFull() default "log";
}
