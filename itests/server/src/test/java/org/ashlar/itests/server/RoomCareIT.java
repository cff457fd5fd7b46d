package org.ashlar.itests.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What operators do to rooms of a running server.
class RoomCareIT {
  @Test
  void roomsAreInspectedPurgedAndDeleted() throws Exception {
    try (var server = AshlarServer.with(RestartIT.OPEN).start()) {
      // Given
      var alice = MatrixClient.register(server.baseUri(), "alice");
      var room = alice.createRoom("{\"preset\": \"public_chat\", \"name\": \"Stones\"}");
      var other = alice.createRoom("{\"preset\": \"public_chat\"}");
      for (int i = 0; i < 20; i++) {
        alice.say(room, "t" + i, "message " + i);
      }
      var kept = alice.say(room, "kept", "kept");
      // When, then
      var doctor = server.run("doctor", "--room", room);
      assertThat(doctor.err()).isEmpty();
      assertThat(doctor.out()).startsWith("ok    " + room + ": 1 forward and 0 backward");
      assertThat(doctor.exit()).isZero();
      var all = server.run("doctor", "--all");
      assertThat(all.out()).endsWith("2 of 2 rooms are sound\n");
      assertThat(all.exit()).isZero();
      assertThat(server.run("doctor").exit()).isZero();
      assertThat(server.run("doctor", "--room", "!unknown").exit()).isEqualTo(1);

      var purged = server.run("room", "purge", room, kept);
      assertThat(purged.err()).isEmpty();
      assertThat(purged.out()).endsWith("events were purged\n");
      assertThat(server.run("doctor", "--room", room).out()).contains("1 forward and 1 backward");
      assertThat(server.run("room", "sweep", room).out()).endsWith("state nodes were freed\n");

      var deleted = server.run("room", "delete", other, "--block");
      assertThat(deleted.err()).isEmpty();
      assertThat(deleted.out()).endsWith("rows were deleted\n");
      server.restart();
      assertThat(server.run("doctor", "--all").out()).endsWith("1 of 1 rooms are sound\n");
      assertThat(alice.say(room, "after", "positions still rise")).startsWith("$");
      assertThat(server.run("doctor", "--room", room).exit()).isZero();
    }
  }
}
