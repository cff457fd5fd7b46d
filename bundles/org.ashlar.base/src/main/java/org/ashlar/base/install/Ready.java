package org.ashlar.base.install;

import java.time.Duration;

/// A service that is registered when everything has started and every part has been prepared; from
/// then on requests are answered. Who lives outside of the framework looks it up by its name.
///
/// @param startTime from the start of the process until then
public record Ready(Duration startTime) {}
