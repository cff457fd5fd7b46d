package org.ashlar.room.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/// `doctor --all`: what `doctor --room` does, for every room.
@Component(service = ControlCommand.class, immediate = true)
public final class AllRoomsDoctorCommand implements ControlCommand {
  private final Gate<RoomCare> care;

  /// @param selections where the gate comes from
  @Activate
  public AllRoomsDoctorCommand(@Reference Selections selections) {
    this(selections.gate(RoomCare.class));
  }

  AllRoomsDoctorCommand(Gate<RoomCare> care) {
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
    return "doctor --all";
  }

  @Override
  public String help() {
    return "doctor --all  hold all rooms against their invariants; changes nothing";
  }

  @Override
  public Optional<Act> act(List<String> arguments) {
    return Optional.empty();
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    if (!arguments.isEmpty()) {
      terminal.error("Usage: " + help());
      return 2;
    }
    List<RoomId> rooms = new ArrayList<>();
    care.run(service -> service.rooms(rooms::add));
    long well = rooms.stream().filter(room -> RoomDoctorCommand.look(care, room, terminal)).count();
    List<String> orphans = care.call(RoomCare::orphans);
    orphans.forEach(sentence -> terminal.error("WRONG " + sentence));
    terminal.line("%d of %d rooms are sound".formatted(well, rooms.size()));
    return well == rooms.size() && orphans.isEmpty() ? 0 : 1;
  }
}
