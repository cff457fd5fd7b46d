package org.ashlar.base.install;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.ashlar.base.id.ServerName;

/// The facts of an [Installation]; of this bundle, so that they outlive the bundle that read them.
///
/// @param serverName the name under which users and rooms are made
/// @param dataFolder an absolute, existing folder
/// @param home the folder of the installed program
/// @param publicBaseUrl where clients reach the server, empty when it is not set
public record InstallationFacts(
    ServerName serverName, Path dataFolder, Path home, Optional<URI> publicBaseUrl)
    implements Installation {}
