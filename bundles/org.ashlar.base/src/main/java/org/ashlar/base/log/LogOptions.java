package org.ashlar.base.log;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/// The section `log` of the configuration.
@ObjectClassDefinition(name = "log", description = "What is logged, where to and in which form.")
@interface LogOptions {
  @AttributeDefinition(
      description = "Level of all loggers that `levels` does not name.",
      options = {
        @Option("trace"),
        @Option("debug"),
        @Option("info"),
        @Option("warn"),
        @Option("error")
      })
  String level() default "info";

  @AttributeDefinition(
      name = "map",
      description =
          "Levels by prefix of the logger's name, such as `org.ashlar.sync: debug`; the longest"
              + " prefix counts.")
  String[] levels() default {};

  @AttributeDefinition(
      description = "Where lines go.",
      options = {@Option("console"), @Option("file")})
  String target() default "console";

  @AttributeDefinition(
      description = "Text for people or one JSON object in each line for machines.",
      options = {@Option("text"), @Option("json")})
  String format() default "text";

  @AttributeDefinition(
      description =
          "The file, when the target is `file`; a relative path begins at the data folder.")
  String file() default "log/ashlar.log";

  @AttributeDefinition(
      description = "A new file begins when the present one has reached this size, in MiB.",
      min = "1",
      max = "10240")
  int rotateMib() default 50;

  @AttributeDefinition(
      description = "How many older files are kept beside the present one.",
      min = "0",
      max = "1000")
  int keepFiles() default 5;

  @AttributeDefinition(
      description =
          "A request that took longer than this, long polls without what they waited by their own"
              + " wish, is written as a warning by the logger `org.ashlar.slow`, with the tree of"
              + " its time. In milliseconds; 0 writes none.",
      min = "0",
      max = "3600000")
  int slowRequestMillis() default 2000;
}
