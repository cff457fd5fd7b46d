package org.ashlar.http.jetty;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The groups of paths that a listener may serve.
enum Api {
  CLIENT,
  FEDERATION,
  MEDIA,
  ADMIN,
  METRICS;

  static final Set<Api> ALL = Set.copyOf(EnumSet.allOf(Api.class));

  /// What a listener serves that does not say it.
  static final Set<Api> USUAL = Set.of(CLIENT, MEDIA, ADMIN);

  /// The group of a path, which need not exist.
  static Api of(String path) {
    if (path.startsWith("/_matrix/")) {
      return path.startsWith("federation/", 9) || path.startsWith("key/", 9)
          ? FEDERATION
          : path.startsWith("media/", 9) ? MEDIA : CLIENT;
    }
    if (path.equals("/.well-known/matrix/server")) {
      return FEDERATION;
    }
    if (path.startsWith("/_ashlar/metrics")) {
      return METRICS;
    }
    return path.startsWith("/_synapse/admin/") || path.startsWith("/_ashlar/") ? ADMIN : CLIENT;
  }

  static Optional<Api> named(String name) {
    for (Api api : values()) {
      if (api.toString().equals(name)) {
        return Optional.of(api);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
