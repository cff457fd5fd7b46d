package org.ashlar.store;

/// Work in the background that must survive a restart.
///
/// @param kind what is to be done, such as `leave-all`
/// @param subject with whom or what
public record Chore(String kind, String subject) {}
