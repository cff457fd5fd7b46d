package org.ashlar.directory;

import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonObject;
import org.osgi.annotation.versioning.ProviderType;

/// Asks identity servers who is behind an address, and leaves invitations there for those who are
/// not yet on Matrix. Swappable: reached through a gate; any thread; waits for the network, so
/// never call it within a lane or a transaction.
///
/// Throws [org.ashlar.base.error.MatrixException]: 403 `M_THREEPID_DENIED` when the identity server
/// refuses the address, 400 `M_INVALID_PARAM` for what is no server name, 400
/// `M_SERVER_NOT_TRUSTED` when no connection may be made or it does not answer as it should.
///
/// @spec https://spec.matrix.org/v1.19/client-server-api/#third-party-invites Third-party invites
@ProviderType
public interface InvitationLookup {
  /// Finds the user of an address.
  ///
  /// @param address the address and who is asked
  /// @return the user, or that nobody has it
  Found lookup(Address address);

  /// Leaves an invitation for an address that nobody has.
  ///
  /// @param address the address and who is asked
  /// @param invitation who invites where
  /// @return what the room's state says about it
  Stored store(Address address, Invitation invitation);

  /// An address of a person elsewhere.
  ///
  /// @param server the identity server, a host name with an optional port
  /// @param accessToken the inviter's token there
  /// @param medium `email` or `msisdn`
  /// @param address the address
  record Address(String server, String accessToken, String medium, String address) {}

  /// Who invites where; what the invitation's letter says.
  ///
  /// @param sender who invites
  /// @param room the room's id
  /// @param details what the identity server may tell the invited: `room_name`, `room_alias`,
  ///   `room_avatar_url`, `room_join_rules`, `room_type`, `sender_display_name`,
  ///   `sender_avatar_url`, each only if known
  record Invitation(UserId sender, RoomId room, JsonObject details) {}

  /// What became of a search.
  sealed interface Found {
    /// Somebody has the address.
    ///
    /// @param user who
    record Known(UserId user) implements Found {}

    /// Nobody has it.
    record Nobody() implements Found {}
  }

  /// An invitation that waits at an identity server.
  ///
  /// @param token the state key of `m.room.third_party_invite`
  /// @param content its content: `display_name`, `key_validity_url`, `public_key`, `public_keys`
  record Stored(String token, JsonObject content) {}
}
