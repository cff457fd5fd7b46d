package org.ashlar.room.auth;

import org.ashlar.event.Event;

/// An event that another event names as one of its auth events.
///
/// @param event the named event
/// @param rejected whether this server rejected it
public record AuthEvent(Event event, boolean rejected) {}
