package org.ashlar.room.core;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.room.auth.AuthRules;
import org.ashlar.room.resolution.StateResolver;
import org.ashlar.store.EventStore;
import org.ashlar.store.RoomHead;
import org.ashlar.store.StoredEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `explain`: why an event is in the current state of its room, or why not.
@Component(service = ControlCommand.class, immediate = true)
public final class ExplainCommand implements ControlCommand {
  private final Gate<EventStore> store;
  private final Gate<AuthRules> rules;
  private final Resolvers resolvers;

  /// @param selections makes the gates
  @Activate
  public ExplainCommand(@Reference Selections selections) {
    this(
        selections.gate(EventStore.class),
        selections.gate(AuthRules.class),
        new Resolvers(selections));
  }

  ExplainCommand(Gate<EventStore> store, Gate<AuthRules> rules, Resolvers resolvers) {
    this.store = store;
    this.rules = rules;
    this.resolvers = resolvers;
  }

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String help() {
    return "explain ROOM EVENT  why an event is in the state of its room, or why not";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    if (arguments.size() != 2) {
      terminal.error("Usage: " + help());
      return 2;
    }
    Optional<RoomHead> room =
        RoomId.parse(arguments.get(0)).flatMap(id -> store.call(service -> service.room(id)));
    if (room.isEmpty()) {
      terminal.error("There is no room " + arguments.get(0));
      return 1;
    }
    StoredEvent event =
        EventId.parse(arguments.get(1))
            .map(id -> store.call(service -> service.events(List.of(id))).get(id))
            .orElse(null);
    if (event == null || event.roomNid() != room.get().room().nid()) {
      terminal.error("This server has no event " + arguments.get(1) + " of that room");
      return 1;
    }
    new Explanation(store, rules, resolvers, room.get(), event).tell(terminal::line);
    return 0;
  }

  @Reference(
      service = EventStore.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.bind(reference, service);
  }

  void unbindStore(ServiceReference<EventStore> reference, EventStore service) {
    store.unbind(reference, service);
  }

  @Reference(
      service = AuthRules.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.bind(reference, service);
  }

  void unbindRules(ServiceReference<AuthRules> reference, AuthRules service) {
    rules.unbind(reference, service);
  }

  @Reference(
      service = StateResolver.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  void bindResolver(ServiceReference<StateResolver> reference, StateResolver service) {
    resolvers.bind(reference, service);
  }

  void unbindResolver(ServiceReference<StateResolver> reference, StateResolver service) {
    resolvers.unbind(reference, service);
  }
}
