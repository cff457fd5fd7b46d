package org.ashlar.itests.spec;

import java.util.Set;

/// What is not served yet; it shrinks with every step.
final class Later {
  /// Operations that are answered as unrecognized.
  static final Set<String> OPERATIONS =
      Set.of(
          "add3PID",
          "bind3PID",
          "claimKeys",
          "createContent",
          "delete3pidFromAccount",
          "deleteRoomKeyBySessionId",
          "deleteRoomKeys",
          "deleteRoomKeysByRoomId",
          "deleteRoomKeysVersion",
          "getAccount3PIDs",
          "getAdminLockUser",
          "getAdminSuspendUser",
          "getAuthMetadata",
          "getConfig",
          "getConfigAuthed",
          "getContent",
          "getContentAuthed",
          "getContentOverrideName",
          "getContentOverrideNameAuthed",
          "getContentThumbnail",
          "getContentThumbnailAuthed",
          "getKeysChanges",
          "getMutualRooms",
          "getNotifications",
          "getProtocolMetadata",
          "getProtocols",
          "getPushers",
          "getRoomKeyBySessionId",
          "getRoomKeys",
          "getRoomKeysByRoomId",
          "getRoomKeysVersion",
          "getRoomKeysVersionCurrent",
          "getRoomSummary",
          "getSpaceHierarchy",
          "getTurnServer",
          "getUrlPreview",
          "getUrlPreviewAuthed",
          "getWellknownPolicy",
          "getWhoIs",
          "pingAppservice",
          "post3PIDs",
          "postPusher",
          "postRoomKeysVersion",
          "putRoomKeyBySessionId",
          "putRoomKeys",
          "putRoomKeysByRoomId",
          "putRoomKeysVersion",
          "queryKeys",
          "queryLocationByAlias",
          "queryLocationByProtocol",
          "queryUserByID",
          "queryUserByProtocol",
          "redirectToIdP",
          "redirectToSSO",
          "reportEvent",
          "reportRoom",
          "reportUser",
          "requestOpenIdToken",
          "requestTokenTo3PIDEmail",
          "requestTokenTo3PIDMSISDN",
          "search",
          "searchUserDirectory",
          "sendToDevice",
          "setAdminLockUser",
          "setAdminSuspendUser",
          "unbind3pidFromAccount",
          "updateAppserviceRoomDirectoryVisibility",
          "uploadContent",
          "uploadContentToMXC",
          "uploadCrossSigningKeys",
          "uploadCrossSigningSignatures",
          "uploadKeys");

  /// Described errors that cannot come yet, or that cannot be brought about from outside.
  static final Set<String> ERRORS =
      Set.of(
          // Needs an identity server that refuses; see the tests of the identity client.
          "inviteBy3PID 403 M_FORBIDDEN",
          // An application service that speaks for a user it does not own.
          "getTokenOwner 403 M_FORBIDDEN",
          // A server without this login, which Ashlar is not.
          "getLoginFlows 404 M_UNRECOGNIZED",
          // Profiles of other servers.
          "getUserProfile 403 M_FORBIDDEN",
          "getProfileField 403 M_FORBIDDEN",
          // Ashlar keeps no addresses of users.
          "requestTokenToRegisterEmail 400 M_THREEPID_IN_USE",
          "requestTokenToRegisterMSISDN 400 M_THREEPID_IN_USE",
          "requestTokenToResetPasswordEmail 403 M_THREEPID_DENIED",
          "requestTokenToResetPasswordMSISDN 403 M_THREEPID_DENIED",
          // A slip of the description, which speaks of an avatar here.
          "initialSync 404",
          // Needs a server without registration; see the tests of client.rest.
          "registrationTokenValidity 403 M_FORBIDDEN",
          // Who has said nothing is offline, and of unknown people one is told no more than of
          // strangers.
          "getPresence 404 M_UNKNOWN",
          // The operation takes no body.
          "deleteProfileField 400 M_BAD_JSON");

  private Later() {}
}
