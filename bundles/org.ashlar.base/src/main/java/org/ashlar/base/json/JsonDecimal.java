package org.ashlar.base.json;

/// Any other JSON number, kept as it was written. Never part of an event since room version 6.
///
/// @param text the number in JSON's grammar
public record JsonDecimal(String text) implements JsonValue {}
