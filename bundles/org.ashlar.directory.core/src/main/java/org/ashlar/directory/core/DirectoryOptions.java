package org.ashlar.directory.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// The section `directory` of the configuration.
@ObjectClassDefinition(
    name = "directory",
    pid = DirectoryOptions.DIRECTORY_PID,
    description = "The public directory of rooms, and their aliases.")
@interface DirectoryOptions {
  String DIRECTORY_PID = "org.ashlar.directory";

  @AttributeDefinition(
      description =
          "Who may publish a room in the directory: its members with the power, or anyone.",
      options = {@Option("members"), @Option("anyone")})
  String publish() default "members";

  @AttributeDefinition(
      description = "Who may make an alias of a room: its members, or anyone.",
      options = {@Option("members"), @Option("anyone")})
  String aliases() default "members";

  @AttributeDefinition(description = "Whether the list of public rooms is shown without a login.")
  boolean publicWithoutLogin() default false;
}
