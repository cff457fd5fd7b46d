package org.ashlar.client.rest;

import java.util.HashMap;
import java.util.Map;
import org.ashlar.base.limit.Limit;
import org.ashlar.base.limit.RateClass;
import org.ashlar.base.limit.RateLimits;
import org.ashlar.client.rest.endpoint.RateClasses;

/// The section `rate_limits` as the engine takes it.
///
/// @param enabled false to let everything pass
/// @param limits the limit of each class
record RateSettings(boolean enabled, Map<RateClass, Limit> limits) {
  static RateSettings of(RateLimitOptions o) {
    Map<RateClass, Limit> limits = new HashMap<>();
    limits.put(RateClasses.MESSAGE, new Limit(o.messagePerSecond(), o.messageBurst()));
    limits.put(RateClasses.REDACTION, new Limit(o.redactionPerSecond(), o.redactionBurst()));
    limits.put(
        RateClasses.REDACTION_ADMIN,
        new Limit(o.redactionAdminPerSecond(), o.redactionAdminBurst()));
    limits.put(
        RateClasses.LOGIN_ADDRESS, new Limit(o.loginAddressPerSecond(), o.loginAddressBurst()));
    limits.put(
        RateClasses.LOGIN_ACCOUNT, new Limit(o.loginAccountPerSecond(), o.loginAccountBurst()));
    limits.put(RateClasses.LOGIN_FAILED, new Limit(o.loginFailedPerSecond(), o.loginFailedBurst()));
    limits.put(
        RateClasses.REGISTRATION, new Limit(o.registrationPerSecond(), o.registrationBurst()));
    limits.put(RateClasses.JOIN_LOCAL, new Limit(o.joinLocalPerSecond(), o.joinLocalBurst()));
    limits.put(RateClasses.JOIN_REMOTE, new Limit(o.joinRemotePerSecond(), o.joinRemoteBurst()));
    limits.put(RateClasses.JOIN_ROOM, new Limit(o.joinRoomPerSecond(), o.joinRoomBurst()));
    limits.put(RateClasses.INVITE_ROOM, new Limit(o.inviteRoomPerSecond(), o.inviteRoomBurst()));
    limits.put(
        RateClasses.INVITE_ISSUER, new Limit(o.inviteIssuerPerSecond(), o.inviteIssuerBurst()));
    limits.put(RateClasses.INVITE_USER, new Limit(o.inviteUserPerSecond(), o.inviteUserBurst()));
    limits.put(RateClasses.MEMBERSHIP, new Limit(o.membershipPerSecond(), o.membershipBurst()));
    limits.put(
        RateClasses.THIRD_PARTY_ID, new Limit(o.thirdPartyIdPerSecond(), o.thirdPartyIdBurst()));
    limits.put(RateClasses.PRESENCE, new Limit(o.presencePerSecond(), o.presenceBurst()));
    limits.put(
        RateClasses.ROOM_CREATION, new Limit(o.roomCreationPerSecond(), o.roomCreationBurst()));
    limits.put(
        RateClasses.DIRECTORY_SEARCH,
        new Limit(o.directorySearchPerSecond(), o.directorySearchBurst()));
    limits.put(RateClasses.SYNC, new Limit(o.syncPerSecond(), o.syncBurst()));
    limits.put(RateClasses.OTHER, new Limit(o.otherPerSecond(), o.otherBurst()));
    return new RateSettings(o.enabled(), Map.copyOf(limits));
  }

  void apply(RateLimits engine) {
    engine.define(limits);
    engine.enable(enabled);
  }
}
