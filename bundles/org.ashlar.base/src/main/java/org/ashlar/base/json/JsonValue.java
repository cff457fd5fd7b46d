package org.ashlar.base.json;

/// A JSON value: immutable, safe to share between threads and bundles.
///
/// @spec https://www.rfc-editor.org/rfc/rfc8259 JSON
public sealed interface JsonValue
    permits JsonObject,
        JsonArray,
        JsonString,
        JsonInteger,
        JsonDecimal,
        JsonBoolean,
        JsonNull,
        JsonRaw {}
