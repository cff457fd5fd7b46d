package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.itests.server.MatrixClient;

/// Gives a room aliases, follows them, and looks at the public list.
final class Namer implements Neighbor {
  private final MatrixClient owner;
  private final Witness witness;
  private final String room;
  private final List<String> names = new ArrayList<>();

  Namer(MatrixClient owner, Witness witness) {
    this.owner = owner;
    this.witness = witness;
    this.room = owner.createRoom("{\"preset\":\"public_chat\",\"visibility\":\"public\"}");
  }

  @Override
  public void use(int number) {
    String alias = "#stone" + number + ":localhost";
    String path = "/directory/room/" + MatrixClient.encoded(alias);
    String body = "{\"room_id\":\"" + room + "\"}";
    if (witness.ask("alias", () -> owner.call("PUT", path, body)) != null) {
      names.add(alias);
    }
    JsonNode found = witness.ask("resolve", () -> owner.call("GET", path, null));
    if (found != null && !found.path("room_id").asText().equals(room)) {
      witness.fault(alias + " leads to " + found);
    }
    JsonNode list = witness.ask("list", () -> owner.call("GET", "/publicRooms?limit=10", null));
    if (list != null && !list.path("chunk").findValuesAsText("room_id").equals(List.of(room))) {
      witness.fault("the public list is " + list);
    }
  }

  @Override
  public void check() {
    assertThat(owner.get("/rooms/" + room + "/aliases").get("aliases").valueStream())
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(names);
  }
}
