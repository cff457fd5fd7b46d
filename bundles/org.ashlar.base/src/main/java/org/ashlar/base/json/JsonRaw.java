package org.ashlar.base.json;

/// JSON that is already written, for output only: it is copied as it is. Parsers never make one.
///
/// @param utf8 a complete JSON value in UTF-8; must not be changed afterwards
@SuppressWarnings("ArrayRecordComponent")
public record JsonRaw(byte[] utf8) implements JsonValue {}
