package org.ashlar.directory.core;

/// What the configuration lets people do.
///
/// @param anyonePublishes whether anyone may publish a room, not only who has the power
/// @param anyoneNames whether anyone may make an alias of a room, not only its members
/// @param listOpen whether the public list is shown without a login
record DirectorySettings(boolean anyonePublishes, boolean anyoneNames, boolean listOpen) {
  private static final String ANYONE = "anyone";

  static DirectorySettings of(DirectoryOptions options) {
    return new DirectorySettings(
        options.publish().equals(ANYONE),
        options.aliases().equals(ANYONE),
        options.publicWithoutLogin());
  }
}
