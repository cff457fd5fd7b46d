package org.ashlar.event;

import java.security.MessageDigest;
import java.util.Optional;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonObject;

/// The hash over the whole event, which shows whether a received copy was redacted or altered.
///
/// @spec https://spec.matrix.org/v1.19/server-server-api/#calculating-the-content-hash-for-an-event
///   Content hash
public final class ContentHash {
  private ContentHash() {}

  /// Computes the hash of a PDU.
  ///
  /// @param pdu the PDU; `unsigned`, `signatures` and `hashes` are not looked at
  /// @return 32 bytes
  public static byte[] of(JsonObject pdu) {
    return Sha256.of(
        Json.writeSorted(pdu.without("unsigned").without("signatures").without("hashes")));
  }

  /// Compares the hash that a PDU states with its content.
  ///
  /// @param pdu the PDU
  /// @return false when they differ or it states no `sha256`; the event is then to be redacted
  public static boolean matches(JsonObject pdu) {
    Optional<byte[]> stated =
        pdu.object("hashes")
            .flatMap(hashes -> hashes.string("sha256"))
            .flatMap(UnpaddedBase64::decode);
    return stated.isPresent() && MessageDigest.isEqual(stated.get(), of(pdu));
  }
}
