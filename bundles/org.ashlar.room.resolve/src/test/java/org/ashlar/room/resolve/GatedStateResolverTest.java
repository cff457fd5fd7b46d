package org.ashlar.room.resolve;

import static org.ashlar.room.resolve.Branch.CREATOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
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
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;

class GatedStateResolverTest {
  private final Bundle bundle = fake(Bundle.class, "getVersion", new Version("1.2.3.x"));
  private final GatedStateResolver resolver =
      new GatedStateResolver(fake(BundleContext.class, "getBundle", bundle), new Selections());

  @Test
  void resolvesWithTheRulesThatAreBound() {
    Branch left = Branch.of("12");
    Branch right = left.fork();
    Event topic = right.send(CREATOR, "m.room.topic", "", "{'topic':'x'}");
    ServiceReference<AuthRules> reference = new NumberedReference<>(7, AuthRules.class);
    resolver.bindRules(reference, Branch.RULES);

    Map<StateKey, EventId> resolved = resolver.resolve(request(left, right));

    assertThat(resolved).containsExactly(Map.entry(topic.key(), topic.id()));
    resolver.unbindRules(reference, Branch.RULES);
    assertThatThrownBy(() -> resolver.resolve(request(left, right)))
        .isInstanceOf(MatrixException.class);
  }

  @Test
  void supportsTheVersionsWhoseAlgorithmItKnows() {
    assertThat(RoomVersion.all().values())
        .filteredOn(version -> !version.resolution().equals("v1"))
        .allMatch(resolver::supports);
    assertThat(resolver.revision()).isEqualTo("1.2.3.x");
  }

  private static ResolutionRequest request(Branch left, Branch right) {
    return Requests.request(
        left.room, List.of(left.state, right.state), Requests.source(left.pool, Set.of()));
  }

  private static <T> T fake(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, called, _) -> called.getName().equals(method) ? answer : null));
  }
}
