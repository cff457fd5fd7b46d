package org.ashlar.base.json;

/// A JSON string.
///
/// @param value the text
public record JsonString(String value) implements JsonValue {}
