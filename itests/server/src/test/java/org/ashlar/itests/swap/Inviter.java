package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.itests.server.MatrixClient;

/// Invites people by e-mail: an identity server is asked who they are and keeps the invitations.
final class Inviter implements Neighbor {
  private final MatrixClient owner;
  private final IdentityServer identities;
  private final Witness witness;
  private final String room;
  private final List<String> invited = new ArrayList<>();

  Inviter(MatrixClient owner, IdentityServer identities, Witness witness) {
    this.owner = owner;
    this.identities = identities;
    this.witness = witness;
    this.room = owner.createRoom("{\"preset\":\"private_chat\"}");
  }

  @Override
  public void use(int number) {
    String address = "friend" + number + "@example.org";
    String body =
        """
        {"id_server":"%s","id_access_token":"abc","medium":"email","address":"%s"}
        """
            .formatted(identities.name(), address);
    if (witness.ask("invite", () -> owner.call("POST", "/rooms/" + room + "/invite", body))
        != null) {
      invited.add(address);
    }
  }

  /// The room names each invitation once, as the identity server does.
  @Override
  public void check() {
    assertThat(identities.invited()).containsExactlyElementsOf(invited);
    List<JsonNode> events =
        owner
            .get("/rooms/" + room + "/state")
            .valueStream()
            .filter(event -> event.path("type").asText().equals("m.room.third_party_invite"))
            .toList();
    assertThat(events)
        .extracting(event -> event.path("content").path("display_name").asText())
        .containsExactlyInAnyOrderElementsOf(invited);
  }
}
