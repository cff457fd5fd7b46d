package org.ashlar.database;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `database` of the configuration.
@ObjectClassDefinition(
    name = "database",
    description =
        "Where the data is kept: in a PostgreSQL of our own inside the data folder, or in one that"
            + " you run.")
@interface DatabaseConfig {
  @AttributeDefinition(
      description =
          "JDBC URL of a PostgreSQL 13 or newer that you run, such as"
              + " `jdbc:postgresql://db.example.org:5432/ashlar`, reached without a transaction"
              + " pooler, without user and password in it. Empty: the server brings its own. Takes"
              + " effect at the next start.")
  String url() default "";

  @AttributeDefinition(
      description = "Role that owns the tables, with a URL only. Takes effect at the next start.")
  String user() default "ashlar";

  @AttributeDefinition(
      description = "Password of that role, with a URL only. Takes effect at the next start.",
      type = AttributeType.PASSWORD)
  String password() default "";

  @AttributeDefinition(
      description =
          "Most sessions in the pool. A PostgreSQL that you run should allow twice as many and 10"
              + " more, or the pool is made smaller. With our own, what goes beyond 15 takes effect"
              + " at the next start.",
      min = "1",
      max = "200")
  int poolSize() default 12;

  @AttributeDefinition(
      description = "Longest wait for a session of the pool before a request fails, in seconds.",
      min = "1",
      max = "300")
  int connectionTimeoutSeconds() default 10;

  @AttributeDefinition(
      description = "Longest time of one statement, in seconds; 0 for no limit.",
      min = "0",
      max = "3600")
  int statementTimeoutSeconds() default 60;

  @AttributeDefinition(
      description =
          "Settings for our own PostgreSQL, each `name=value`, in addition to those of the server,"
              + " such as `shared_buffers=512MB`. Takes effect at the next start.")
  String[] postgresSettings() default {};
}
