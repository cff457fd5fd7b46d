package org.ashlar.client.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/// The section `profiles` of the configuration.
@ObjectClassDefinition(
    name = "profiles",
    pid = ProfileOptions.PROFILES_PID,
    description = "Who sees profiles, and what users may change of their own.")
@interface ProfileOptions {
  String PROFILES_PID = "org.ashlar.profiles";

  @AttributeDefinition(
      description =
          "Whether profiles are shown only to who is logged in. Synapse:"
              + " `require_auth_for_profile_requests`.")
  boolean requireLogin() default false;

  @AttributeDefinition(
      description =
          "Whether users see only the profiles of those who share a room with them, or are in a"
              + " room that anyone may join or read; needs a login. Synapse:"
              + " `limit_profile_requests_to_users_who_share_rooms`.")
  boolean sharedRoomsOnly() default false;

  @AttributeDefinition(description = "Whether users may change their display name.")
  boolean changeDisplayName() default true;

  @AttributeDefinition(description = "Whether users may change their avatar.")
  boolean changeAvatar() default true;

  @AttributeDefinition(description = "Whether users may change other fields of their profile.")
  boolean changeOtherFields() default true;
}
