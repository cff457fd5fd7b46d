package org.ashlar.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.itests.server.MatrixClient;

/// Writes push rules, reads them, and deletes every second one.
final class RuleEditor implements Neighbor {
  private static final String RULES = "/pushrules/global/content";
  // Each user may have so many rules, and each edit writes all of them.
  private static final int MOST = 50;

  private final MatrixClient user;
  private final Witness witness;
  private final List<String> kept = new ArrayList<>();

  RuleEditor(MatrixClient user, Witness witness) {
    this.user = user;
    this.witness = witness;
  }

  @Override
  public void use(int number) {
    String name = "word" + number;
    String path = RULES + "/" + name;
    String body = "{\"actions\":[\"notify\"],\"pattern\":\"" + name + "\"}";
    if (witness.ask("rule", () -> user.call("PUT", path, body)) != null) {
      kept.add(name);
    }
    JsonNode rule = witness.ask("rule", () -> user.call("GET", path, null));
    if (rule != null && !rule.path("pattern").asText().equals(name)) {
      witness.fault("the rule " + name + " is " + rule);
    }
    if (number % 2 == 1 || kept.size() > MOST) {
      String gone = kept.getFirst();
      if (witness.ask("rule", () -> user.call("DELETE", RULES + "/" + gone, null)) != null) {
        kept.remove(gone);
      }
    }
  }

  @Override
  public void check() {
    assertThat(user.get("/pushrules/global/").get("content").valueStream())
        .extracting(rule -> rule.get("rule_id").asText())
        .filteredOn(id -> !id.startsWith("."))
        .containsExactlyInAnyOrderElementsOf(kept);
  }
}
