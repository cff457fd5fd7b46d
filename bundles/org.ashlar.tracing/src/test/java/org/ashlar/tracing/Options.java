package org.ashlar.tracing;

import java.lang.annotation.Annotation;

/// The section `tracing` as a test writes it.
record Options(
    boolean enabled,
    String endpoint,
    double sampleRatio,
    String[] headers,
    boolean withUsers,
    boolean withRooms)
    implements TracingOptions {

  static Options on(String endpoint) {
    return new Options(true, endpoint, 1, new String[0], false, false);
  }

  Options off() {
    return new Options(false, endpoint, sampleRatio, headers, withUsers, withRooms);
  }

  Options sampling(double ratio) {
    return new Options(enabled, endpoint, ratio, headers, withUsers, withRooms);
  }

  Options headers(String... entries) {
    return new Options(enabled, endpoint, sampleRatio, entries, withUsers, withRooms);
  }

  Options withPeople() {
    return new Options(enabled, endpoint, sampleRatio, headers, true, true);
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return TracingOptions.class;
  }
}
