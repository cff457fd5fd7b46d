package org.ashlar.base.outbound;

/// What somebody else answered.
///
/// @param status the HTTP status
/// @param body the body, empty when there is none
@SuppressWarnings("ArrayRecordComponent")
public record OutboundReply(int status, byte[] body) {}
