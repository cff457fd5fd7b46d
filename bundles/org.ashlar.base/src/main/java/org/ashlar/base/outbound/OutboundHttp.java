package org.ashlar.base.outbound;

import org.osgi.annotation.versioning.ProviderType;

/// Makes requests to others. Swappable: reached through a gate; any thread; blocks until the answer
/// is there, so never call it within a lane or a transaction.
///
/// Redirections are not followed: they are answers like others. The section `outbound` of the
/// configuration says which certificate authorities are trusted beside those of Java, and to which
/// networks no connection is made; all addresses of a host must be allowed.
@ProviderType
public interface OutboundHttp {
  /// On whose behalf a connection is made; each has its own list of networks.
  enum Purpose {
    /// Other servers.
    FEDERATION,
    /// Push gateways.
    PUSH,
    /// Pages whose preview is made.
    PREVIEW,
    /// Identity servers and single sign-on.
    IDENTITY
  }

  /// Makes a request.
  ///
  /// @param purpose on whose behalf
  /// @param request the request
  /// @return the answer, whatever its status
  /// @throws OutboundException when there is none
  OutboundReply send(Purpose purpose, OutboundRequest request);
}
