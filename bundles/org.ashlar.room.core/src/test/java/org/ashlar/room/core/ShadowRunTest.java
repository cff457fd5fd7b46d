package org.ashlar.room.core;

import static org.ashlar.room.core.RoomHouse.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.ashlar.base.gate.NumberedReference;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.event.Event;
import org.ashlar.event.RoomVersion;
import org.ashlar.event.StateKey;
import org.ashlar.room.resolution.ResolutionRequest;
import org.ashlar.room.resolution.ResolutionTrace;
import org.ashlar.room.resolution.StateResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

class ShadowRunTest {
  private final RoomHouse house = new RoomHouse();
  private final ShadowRun shadows = house.parts.resolvers().shadows();

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void countsEqualAnswers() {
    put(reference(), resolver(request -> house.parts.resolvers().explain(request, silent())));

    fork();

    assertThat(shadows.compared()).isPositive();
    assertThat(shadows.different()).isZero();
    assertThat(shadows.finding().well()).isTrue();
  }

  @Test
  void countsDifferencesAndKeepsTheAnswerOfTheOneThatServes() {
    put(reference(), resolver(_ -> Map.of()));

    Event[] topics = fork();

    assertThat(shadows.different()).isPositive().isEqualTo(shadows.compared());
    assertThat(shadows.finding().well()).isFalse();
    assertThat(house.stateEvent(topics[0].roomId(), topics[0].key()))
        .isIn(topics[0].id(), topics[1].id());
  }

  @Test
  void countsFailuresAndGoesOn() {
    ServiceReference<StateResolver> reference = reference();
    StateResolver failing =
        resolver(
            _ -> {
              throw new IllegalStateException("on trial");
            });
    put(reference, failing);

    Event[] topics = fork();

    assertThat(shadows.failed()).isPositive();
    assertThat(house.stateEvent(topics[0].roomId(), topics[0].key()))
        .isIn(topics[0].id(), topics[1].id());
    long failed = shadows.failed();
    house.parts.resolvers().unbind(reference, failing);
    fork();
    assertThat(shadows.failed()).isEqualTo(failed);
  }

  @Test
  void theFaultsOfForeignCodeStayWithIt() {
    put(
        reference(),
        resolver(
            _ -> {
              throw new NoClassDefFoundError("on trial");
            }));

    Event[] topics = fork();

    assertThat(shadows.failed()).isPositive();
    assertThat(house.stateEvent(topics[0].roomId(), topics[0].key()))
        .isIn(topics[0].id(), topics[1].id());
  }

  private void put(ServiceReference<StateResolver> reference, StateResolver resolver) {
    house.parts.resolvers().bind(reference, resolver);
  }

  private Event[] fork() {
    RoomId room = house.room("12", "public_chat");
    EventId base = house.message(ALICE, room, "base");
    Event left = house.foreign(room, ALICE, "m.room.topic", "", "{\"topic\":\"left\"}", base);
    Event right = house.foreign(room, ALICE, "m.room.topic", "", "{\"topic\":\"right\"}", base);
    house.reception.receive(left);
    house.reception.receive(right);
    return new Event[] {left, right};
  }

  private static ServiceReference<StateResolver> reference() {
    return new NumberedReference<StateResolver>(77, StateResolver.class)
        .with(Selections.VARIANT, "v2.1.shadow");
  }

  private static ResolutionTrace silent() {
    return ResolutionTrace.NONE;
  }

  /// What a resolver on trial does.
  private interface Trial {
    Map<StateKey, EventId> resolve(ResolutionRequest request);
  }

  private static StateResolver resolver(Trial trial) {
    return new StateResolver() {
      @Override
      public boolean supports(RoomVersion version) {
        return true;
      }

      @Override
      public String revision() {
        return "trial";
      }

      @Override
      public Map<StateKey, EventId> resolve(ResolutionRequest request, ResolutionTrace trace) {
        return new HashMap<>(trial.resolve(request));
      }
    };
  }
}
