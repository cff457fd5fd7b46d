package org.ashlar.itests.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.ashlar.itests.server.MatrixClient;

/// An operation as the specification's OpenAPI description has it: a line of `operations.jsonl`,
/// which `tools/spec-table.py` writes.
record Operation(JsonNode line) {
  private static final String TABLE = "/spec/operations.jsonl";

  static List<Operation> all() {
    var stream = Objects.requireNonNull(Operation.class.getResourceAsStream(TABLE), TABLE);
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().map(text -> new Operation(MatrixClient.json(text))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String id() {
    return line.get("id").asText();
  }

  String method() {
    return line.get("method").asText();
  }

  String path() {
    return line.get("path").asText();
  }

  boolean needsToken() {
    return line.get("auth").asText().equals("required");
  }

  /// The path with the examples of its parameters.
  String examplePath() {
    var path = path();
    for (JsonNode param : line.get("params")) {
      if (param.get("in").asText().equals("path")) {
        path =
            path.replace(
                "{" + param.get("name").asText() + "}",
                MatrixClient.encoded(param.get("example").asText("x")));
      }
    }
    return path;
  }

  /// Whether the operation takes a JSON body.
  boolean hasBody() {
    return line.has("body");
  }

  /// The examples of the body, none when it takes none.
  List<JsonNode> examples() {
    return line.path("examples").valueStream().toList();
  }

  /// The query parameters.
  List<JsonNode> queryParameters() {
    return line.get("params")
        .valueStream()
        .filter(p -> p.get("in").asText().equals("query"))
        .toList();
  }

  /// The schema of the body of an answer; missing when the description has none.
  JsonNode schema(int status) {
    return line.get("answers").path(Integer.toString(status)).path("schema");
  }

  /// The errors that the description names, with their code if it names one: `403 M_FORBIDDEN`,
  /// `401`. Rate limits are left out: they are tested apart.
  Set<String> errors() {
    var errors = new TreeSet<String>();
    line.get("answers")
        .properties()
        .forEach(
            answer -> {
              int status = Integer.parseInt(answer.getKey());
              if (status >= 400 && status != 429) {
                var codes = answer.getValue().path("codes");
                codes.forEach(code -> errors.add(status + " " + code.asText()));
                if (codes.isEmpty()) {
                  errors.add(Integer.toString(status));
                }
              }
            });
    return errors;
  }

  @Override
  public String toString() {
    return method() + " " + path();
  }
}
