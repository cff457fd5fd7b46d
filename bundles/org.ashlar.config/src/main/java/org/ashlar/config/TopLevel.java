package org.ashlar.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.id.ServerName;
import org.jspecify.annotations.Nullable;

/// The keys that belong to no section. None can change while the server runs.
///
/// @param serverName null while unknown
/// @param publicBaseUrl where clients reach the server
record TopLevel(@Nullable ServerName serverName, Optional<URI> publicBaseUrl) {
  static final List<String> NAMES = List.of("server_name", "public_base_url", "data_folder");
}
