package org.ashlar.room.resolve;

import static org.ashlar.room.resolve.Branch.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.room.resolve.second.SecondResolution;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class GatedResolverTest {
  private final GatedResolver resolver =
      new GatedResolver(
          TestResolvers.context("1.2.3.x"), new Selections(), "v2.1", SecondResolution.v21());

  @Test
  void resolvesWithTheRulesThatAreBound() {
    Branch left = Branch.of("12");
    Branch right = left.fork();
    Event topic = right.send(CREATOR, "m.room.topic", "", "{'topic':'x'}");
    ServiceReference<AuthRules> reference = new NumberedReference<>(7, AuthRules.class);
    resolver.bind(reference, Branch.RULES);

    Map<StateKey, EventId> resolved = resolver.resolve(request(left, right));

    assertThat(resolved).containsExactly(Map.entry(topic.key(), topic.id()));
    resolver.unbind(reference, Branch.RULES);
    assertThatThrownBy(() -> resolver.resolve(request(left, right)))
        .isInstanceOf(MatrixException.class);
  }

  @Test
  void refusesVersionsOfAnotherAlgorithm() {
    Branch branch = Branch.of("11");

    assertThatThrownBy(() -> resolver.resolve(request(branch, branch)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("v2.1 does not resolve version 11");
    assertThat(resolver.revision()).isEqualTo("1.2.3.x");
  }

  @Test
  void eachVersionHasOneResolver() {
    List<StateResolver> resolvers = new ArrayList<>();
    TestResolvers.bind(new Selections(), Branch.RULES, (_, resolver) -> resolvers.add(resolver));

    for (RoomVersion version : RoomVersion.all().values()) {
      assertThat(resolvers).filteredOn(each -> each.supports(version)).hasSize(1);
    }
  }

  private static ResolutionRequest request(Branch left, Branch right) {
    return Requests.request(
        left.room, List.of(left.state, right.state), Requests.source(left.pool, Set.of()));
  }
}
