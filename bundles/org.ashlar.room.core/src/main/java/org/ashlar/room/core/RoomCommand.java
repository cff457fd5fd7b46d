package org.ashlar.room.core;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.EventId;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.install.ControlCommand;
import org.ashlar.base.install.ControlTerminal;
import org.ashlar.room.RoomCare;
import org.ashlar.room.RoomCare.Bound;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// `room sweep`, `room purge`, `room delete`, `room block` and `room unblock`.
@Component(service = ControlCommand.class, immediate = true)
public final class RoomCommand implements ControlCommand {
  private static final String BLOCK = "--block";
  private static final String PURGE = "purge";
  private static final String BOUNDS =
      " is no event and no time; those are such as $id, 2026-01-31, 2026-01-31T12:00:00Z.";

  private final Gate<RoomCare> care;

  /// @param selections where the gate comes from
  @Activate
  public RoomCommand(@Reference Selections selections) {
    this(selections.gate(RoomCare.class));
  }

  RoomCommand(Gate<RoomCare> care) {
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
    return "room";
  }

  @Override
  public String help() {
    return "room sweep ROOM | purge ROOM EVENT|TIME | delete ROOM [--block] | block ROOM |"
        + " unblock ROOM  free old states, delete history, a room, or shut it out";
  }

  /// What is freed by a sweep nobody misses, so it is no act.
  @Override
  public Optional<Act> act(List<String> arguments) {
    if (arguments.size() < 2) {
      return Optional.empty();
    }
    return switch (arguments.getFirst()) {
      case "purge", "delete", "block", "unblock" ->
          Optional.of(new Act("room." + arguments.getFirst(), arguments.get(1)));
      default -> Optional.empty();
    };
  }

  @Override
  public int run(List<String> arguments, ControlTerminal terminal) {
    List<String> words = new ArrayList<>(arguments);
    boolean keepBlocked = words.remove(BLOCK);
    if (words.size() != (!words.isEmpty() && words.getFirst().equals(PURGE) ? 3 : 2)) {
      return usage("", terminal);
    }
    RoomId room = RoomId.parse(words.get(1)).orElse(null);
    if (room == null) {
      return usage(words.get(1) + " is no room; one is such as !id:example.org.", terminal);
    }
    return switch (words.getFirst()) {
      case "sweep" -> told(terminal, care.call(c -> c.sweep(room)) + " state nodes were freed");
      case PURGE -> purge(room, words.get(2), terminal);
      case "delete" ->
          told(terminal, care.call(c -> c.delete(room, keepBlocked)) + " rows were deleted");
      case "block" -> block(room, true, terminal);
      case "unblock" -> block(room, false, terminal);
      default -> usage("", terminal);
    };
  }

  private int usage(String wrong, ControlTerminal terminal) {
    if (!wrong.isEmpty()) {
      terminal.error(wrong);
    }
    terminal.error("Usage: " + help());
    return 2;
  }

  private int purge(RoomId room, String before, ControlTerminal terminal) {
    Bound bound = bound(before);
    if (bound == null) {
      return usage(before + BOUNDS, terminal);
    }
    long purged =
        care.call(
            service ->
                service.purge(
                    room,
                    bound,
                    at -> terminal.line("%d of %d events".formatted(at.done(), at.total()))));
    return told(terminal, purged + " events were purged");
  }

  private int block(RoomId room, boolean blocked, ControlTerminal terminal) {
    care.run(service -> service.block(room, blocked));
    return told(terminal, room + (blocked ? " is blocked" : " is not blocked any more"));
  }

  private static int told(ControlTerminal terminal, String line) {
    terminal.line(line);
    return 0;
  }

  /// An event, a day in UTC or an instant.
  private static @Nullable Bound bound(String text) {
    if (text.startsWith("$")) {
      return EventId.parse(text).<Bound>map(Bound.Before::new).orElse(null);
    }
    try {
      return new Bound.Until(
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
