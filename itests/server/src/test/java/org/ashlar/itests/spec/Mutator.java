package org.ashlar.itests.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ashlar.itests.server.MatrixClient;

/// Spoils requests; the same seed spoils the same way.
final class Mutator {
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "-0.0",
          "9007199254740991",
          "9007199254740992",
          "99999999999999999999999999",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\u202e\ud83d\ude00\"",
          "\"!room:localhost\"",
          "\"@user:localhost\"",
          "\"$event\"",
          "\"#alias:localhost\"",
          "\"m.room.create\"",
          "{}",
          "[]",
          "[[]]",
          "{\"a\":1}",
          "[null]",
          "{\"\":{}}");
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "x",
          "-1",
          "0",
          "99999999999999999999",
          "null",
          "true",
          "{}",
          "[]",
          "{",
          "%",
          "..",
          "a/b",
          "\u0000",
          "\u00e9",
          "\ud83d\ude00",
          "'; DROP TABLE events; --",
          "!room:localhost",
          "@user:localhost",
          "$event",
          "#alias:localhost",
          "b",
          "f",
          "{\"room\":{\"timeline\":1}}");

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// A text for a path or a query.
  String text(String sound) {
    return switch (random.nextInt(4)) {
      case 0 -> sound;
      case 1 -> sound + any(TEXTS);
      case 2 -> "y".repeat(random.nextInt(2000));
      default -> any(TEXTS);
    };
  }

  /// A body made of a sound one.
  byte[] body(JsonNode sound) {
    JsonNode spoiled = sound.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      spoiled = spoil(spoiled);
    }
    var bytes = spoiled.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(6) == 0 ? broken(bytes) : bytes;
  }

  private JsonNode spoil(JsonNode root) {
    List<JsonNode> holders = new ArrayList<>();
    collect(root, holders);
    if (holders.isEmpty() || random.nextInt(20) == 0) {
      return value();
    }
    switch (any(holders)) {
      case ObjectNode object -> spoil(object);
      case ArrayNode array -> spoil(array);
      default -> throw new IllegalStateException();
    }
    return root;
  }

  private static void collect(JsonNode node, List<JsonNode> holders) {
    if (node.isContainerNode()) {
      holders.add(node);
      node.forEach(child -> collect(child, holders));
    }
  }

  private void spoil(ObjectNode object) {
    List<String> names = new ArrayList<>(object.propertyStream().map(e -> e.getKey()).toList());
    if (names.isEmpty() || random.nextInt(6) == 0) {
      object.set(any(TEXTS), value());
    } else if (random.nextInt(4) == 0) {
      object.remove(any(names));
    } else {
      object.set(any(names), value());
    }
  }

  private void spoil(ArrayNode array) {
    if (array.isEmpty() || random.nextBoolean()) {
      for (int i = random.nextInt(8) == 0 ? 300 : 1; i > 0; i--) {
        array.add(value());
      }
    } else {
      array.set(random.nextInt(array.size()), value());
    }
  }

  private JsonNode value() {
    return switch (random.nextInt(12)) {
      case 0 -> JsonNodeFactory.instance.textNode("z".repeat(random.nextInt(80_000)));
      case 1 -> deep(random.nextInt(300));
      default -> MatrixClient.json(any(VALUES));
    };
  }

  private static JsonNode deep(int levels) {
    return MatrixClient.json("[".repeat(levels) + "1" + "]".repeat(levels));
  }

  private byte[] broken(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> inserted(bytes, at, (byte) 0xff);
      case 2 -> inserted(bytes, at, (byte) random.nextInt(128));
      default -> {
        var changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
    };
  }

  private static byte[] inserted(byte[] bytes, int at, byte more) {
    var result = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, result, 0, at);
    result[at] = more;
    System.arraycopy(bytes, at, result, at + 1, bytes.length - at);
    return result;
  }
}
