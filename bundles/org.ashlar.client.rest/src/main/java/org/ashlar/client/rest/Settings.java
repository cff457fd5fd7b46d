package org.ashlar.client.rest;

import org.ashlar.client.rest.server.Support;
import org.ashlar.client.rest.user.ProfileSettings;

/// What is configured, but for rates.
///
/// @param support whom people ask for help
/// @param profiles who sees and changes profiles
record Settings(Support support, ProfileSettings profiles) {
  /// What is configured when nothing is.
  static final Settings USUAL = new Settings(Support.NONE, ProfileSettings.OPEN);

  static Settings of(SupportOptions support, ProfileOptions profiles) {
    return new Settings(
        new Support(
            support.page(),
            new Support.Contact(support.adminMatrixId(), support.adminEmail()),
            new Support.Contact(support.securityMatrixId(), support.securityEmail())),
        new ProfileSettings(
            profiles.requireLogin(),
            profiles.sharedRoomsOnly(),
            profiles.changeDisplayName(),
            profiles.changeAvatar(),
            profiles.changeOtherFields()));
  }
}
