package org.ashlar.client.rest.room;

import java.util.List;
import org.ashlar.account.Receipt;
import org.ashlar.base.error.MatrixException;
import org.ashlar.base.id.EventId;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.jspecify.annotations.Nullable;

/// Sets receipts and read markers.
final class Receipts {
  static final String FULLY_READ = "m.fully_read";
  static final List<String> TYPES = List.of(FULLY_READ, Receipt.READ, Receipt.READ_PRIVATE);

  private final ClientServices services;

  Receipts(ClientServices services) {
    this.services = services;
  }

  /// Sets one. A receipt only goes forward; `m.fully_read` stands where its user put it last.
  ///
  /// @param member the membership of the reader
  /// @param type a receipt type or `m.fully_read`
  /// @throws MatrixException 400 for another type, 404 when the event is not in the room
  void set(MembershipRow member, String type, EventId event, @Nullable String thread) {
    if (!TYPES.contains(type)) {
      throw MatrixException.invalidParam("There are no receipts of type " + type + ".");
    }
    StoredEvent found = requireInRoom(member, event);
    if (type.equals(FULLY_READ)) {
      services.userData().run(data -> data.setFullyRead(member.user(), member.room(), event));
      return;
    }
    Receipt receipt =
        new Receipt(
            member.room(),
            type,
            member.user(),
            thread,
            event,
            System.currentTimeMillis(),
            Position.START,
            found.position());
    services.userData().run(data -> data.setReceipt(receipt));
  }

  private StoredEvent requireInRoom(MembershipRow member, EventId event) {
    StoredEvent found = services.store().call(store -> store.events(List.of(event))).get(event);
    if (found == null || found.roomNid() != member.roomNid()) {
      throw MatrixException.notFound("There is no such event in this room.");
    }
    return found;
  }
}
