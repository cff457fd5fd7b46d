package org.ashlar.account;

/// What is switched on about accounts, as configured at this moment.
///
/// @param registration whether users may register with a client
/// @param loginTokens whether users may log further clients in by a token
public record AccountFeatures(boolean registration, boolean loginTokens) {}
