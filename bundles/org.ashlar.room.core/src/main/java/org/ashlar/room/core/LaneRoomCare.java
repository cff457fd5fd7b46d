package org.ashlar.room.core;

import java.util.List;
import java.util.function.Consumer;
import org.ashlar.base.gate.Gate;
import org.ashlar.base.gate.Selections;
import org.ashlar.base.id.RoomId;
import org.ashlar.room.RoomCare;
import org.ashlar.store.EventStore;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Looks after rooms in the lanes of this bundle's [LaneRooms].
@Component(service = RoomCare.class, immediate = true)
public final class LaneRoomCare implements RoomCare {
  private final LaneRooms rooms;
  private final Gate<EventStore> store;

  /// @param rooms the lanes
  /// @param selections makes the gate
  @Activate
  public LaneRoomCare(@Reference LaneRooms rooms, @Reference Selections selections) {
    this.rooms = rooms;
    this.store = selections.gate(EventStore.class);
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

  @Override
  public void rooms(Consumer<RoomId> visitor) {
    rooms.upkeep().rooms(visitor);
  }

  @Override
  public Findings inspect(RoomId room) {
    List<String> wrong = rooms.upkeep().inspect(room);
    long dummies = rooms.graphs().sent(room);
    return store
        .call(service -> service.room(room))
        .map(head -> new Findings(wrong, head.extremities().size(), head.gaps().size(), dummies))
        .orElse(new Findings(wrong, 0, 0, dummies));
  }

  @Override
  public List<String> orphans() {
    return rooms.upkeep().orphans();
  }

  @Override
  public long sweep(RoomId room) {
    return rooms.upkeep().sweep(room);
  }

  @Override
  public long purge(RoomId room, Bound bound, Consumer<Progress> progress) {
    return rooms.upkeep().purge(room, bound, progress);
  }

  @Override
  public long delete(RoomId room, boolean keepBlocked) {
    return rooms.upkeep().delete(room, keepBlocked);
  }

  @Override
  public void block(RoomId room, boolean blocked) {
    rooms.upkeep().block(room, blocked);
  }
}
