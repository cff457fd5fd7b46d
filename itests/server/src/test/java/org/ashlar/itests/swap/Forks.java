package org.ashlar.itests.swap;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.ashlar.itests.server.MatrixClient;

/// Forks rooms all the time, so that some fork is being resolved whenever a swap happens.
final class Forks implements Neighbor {
  private final MatrixClient owner;
  private final List<String> rooms;
  private final Witness witness;

  /// @param rooms the rooms of `@owner:localhost` that are forked
  Forks(MatrixClient owner, List<String> rooms, Witness witness) {
    this.owner = owner;
    this.rooms = rooms;
    this.witness = witness;
  }

  /// Makes one fork and tells who resolved and who stored it: the members `resolver` and `store`.
  JsonNode make() {
    return fork(0).ok();
  }

  private MatrixClient.Answer fork(int number) {
    String room = rooms.get(number % rooms.size());
    return owner.call(
        "POST",
        "/_ashlar/test/fork/" + room.replace("!", "%21").replace(":", "%3A"),
        """
        {"type":"m.room.topic","sender":"@owner:localhost",
         "contents":[{"topic":"left %d"},{"topic":"right %d"},{"topic":"third %d"}]}
        """
            .formatted(number, number, number));
  }

  @Override
  public void use(int number) {
    JsonNode answer = witness.ask("fork", () -> fork(number));
    if (answer != null && !answer.toString().contains("\"Accepted\"")) {
      witness.fault("fork: " + answer);
    }
  }

  @Override
  public void check() {
    // Which side of a fork wins is not told here; that it was accepted is seen at once.
  }
}
