package org.ashlar.swap;

import java.time.Duration;

/// How long the steps of a swap may take.
///
/// @param start the start, and the stop, of a bundle
/// @param services from the start until its services are there
/// @param prepare the preparation of a participant
/// @param probe the probe of a participant
/// @param drain until the calls in the old version have ended
record Limits(Duration start, Duration services, Duration prepare, Duration probe, Duration drain) {
  static final Limits USUAL =
      new Limits(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60));
}
