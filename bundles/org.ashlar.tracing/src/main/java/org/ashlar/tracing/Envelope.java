package org.ashlar.tracing;

import java.util.List;
import org.ashlar.base.json.Json;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;

/// What is around spans when they are sent: who sends them.
///
/// @param version the version of the house
/// @param node the name of this process among those that serve together
record Envelope(String version, String node) {
  private static final String SERVICE = "ashlar";
  private static final String SCOPE = "org.ashlar.tracing";

  /// @return the body of a request to a collector
  byte[] around(List<JsonObject> spans) {
    JsonArray resource =
        new Attributes()
            .text("service.name", SERVICE)
            .text("service.version", version)
            .text("service.instance.id", node)
            .array();
    JsonObject scoped =
        JsonObject.builder()
            .put("scope", JsonObject.builder().put("name", SCOPE).build())
            .put("spans", new JsonArray(List.<JsonValue>copyOf(spans)))
            .build();
    JsonObject one =
        JsonObject.builder()
            .put("resource", JsonObject.of("attributes", resource))
            .put("scopeSpans", new JsonArray(List.<JsonValue>of(scoped)))
            .build();
    return Json.write(JsonObject.of("resourceSpans", new JsonArray(List.<JsonValue>of(one))));
  }
}
