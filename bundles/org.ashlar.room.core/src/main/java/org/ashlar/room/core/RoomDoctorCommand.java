package org.ashlar.room.core;

import java.util.List;
import java.util.Optional;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.room.RoomCare;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `doctor --room`: is a room sound?
@Component(service = ControlCommand.class, immediate = true)
public final class RoomDoctorCommand implements ControlCommand {
  private final Gate<RoomCare> care;

  /// @param selections where the gate comes from
  @Activate
  public RoomDoctorCommand(@Reference Selections selections) {
    this(selections.gate(RoomCare.class));
  }

  RoomDoctorCommand(Gate<RoomCare> care) {
    this.care = care;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bindCare(ServiceReference<RoomCare> reference, RoomCare service) {
    care.bind(reference, service);
  }

  void unbindCare(ServiceReference<RoomCare> reference, RoomCare service) {
    care.unbind(reference, service);
  }

  @Override
  public String name() {
    return "doctor --room";
  }

  @Override
  public String help() {
    return "doctor --room ROOM  hold a room against its invariants; changes nothing";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    RoomId room = arguments.size() == 1 ? RoomId.parse(arguments.getFirst()).orElse(null) : null;
    if (room == null) {
      terminal.error("Usage: " + help());
      return 2;
    }
    return look(care, room, terminal) ? 0 : 1;
  }

  /// Shows what is wrong with a room, or that nothing is.
  static boolean look(Gate<RoomCare> care, RoomId room, ControlTerminal terminal) {
    try {
      RoomCare.Findings found = care.call(service -> service.inspect(room));
      String ends =
          "%d forward and %d backward extremities, %d events sent to join them"
              .formatted(found.forwardExtremities(), found.backwardExtremities(), found.dummies());
      if (found.wrong().isEmpty()) {
        terminal.line("ok    " + room + ": " + ends);
        return true;
      }
      found.wrong().forEach(sentence -> terminal.error("WRONG " + room + ": " + sentence));
      terminal.line("      " + room + ": " + ends);
    } catch (MatrixException e) {
      terminal.error("WRONG " + room + ": " + e.getMessage());
    }
    return false;
  }
}
