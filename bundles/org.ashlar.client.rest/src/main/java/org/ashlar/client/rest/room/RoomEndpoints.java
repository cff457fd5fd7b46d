package org.ashlar.client.rest.room;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.ashlar.base.gate.Gate;
import org.ashlar.client.rest.endpoint.ActingEndpoint;
import org.ashlar.client.rest.endpoint.ClientEndpoint;
import org.ashlar.client.rest.endpoint.ClientServices;
import org.ashlar.room.RoomViews;
import org.ashlar.room.Rooms;

/// All endpoints about rooms.
public final class RoomEndpoints {
  private RoomEndpoints() {}

  /// Makes them.
  ///
  /// @param services what they call
  /// @return one of each
  public static List<ClientEndpoint> all(ClientServices services) {
    List<ClientEndpoint> all = new ArrayList<>();
    all.addAll(ActingEndpoint.joining(services.presence(), joining(services)));
    all.addAll(ActingEndpoint.acting(services.presence(), acting(services)));
    all.addAll(reading(services));
    return List.copyOf(all);
  }

  private static List<ClientEndpoint> joining(ClientServices services) {
    return List.of(new JoinRoomEndpoint(services), new JoinEndpoint(services));
  }

  private static List<ClientEndpoint> acting(ClientServices services) {
    Gate<Rooms> rooms = services.rooms();
    return List.of(
        new CreateRoomEndpoint(services),
        new KnockEndpoint(services),
        new InviteEndpoint(services),
        new UpgradeEndpoint(rooms),
        new LeaveEndpoint(rooms),
        new KickEndpoint(rooms),
        new BanEndpoint(rooms),
        new UnbanEndpoint(rooms),
        new ForgetEndpoint(rooms),
        new RedactEndpoint(services),
        new SendEndpoint(rooms),
        new SendStateEndpoint(rooms, StatePath.TYPE),
        new SendStateEndpoint(rooms, StatePath.TYPE_AND_KEY),
        new TypingEndpoint(services),
        new ReceiptEndpoint(services),
        new ReadMarkersEndpoint(services));
  }

  private static List<ClientEndpoint> reading(ClientServices services) {
    Gate<RoomViews> views = services.views();
    return List.of(
        new StateEventEndpoint(views, StatePath.TYPE),
        new StateEventEndpoint(views, StatePath.TYPE_AND_KEY),
        new RoomStateEndpoint(views),
        new EventEndpoint(views),
        new MembersEndpoint(views),
        new JoinedMembersEndpoint(views),
        new MessagesEndpoint(views),
        new ContextEndpoint(views),
        new RelationsEndpoint(views, RelationsEndpoint.Form.ANY),
        new RelationsEndpoint(views, RelationsEndpoint.Form.REL_TYPE),
        new RelationsEndpoint(views, RelationsEndpoint.Form.EVENT_TYPE),
        new ThreadsEndpoint(views),
        new TimestampEndpoint(views),
        new EventsEndpoint(views, InstantSource.system()),
        new OneEventEndpoint(views),
        new InitialSyncEndpoint(services, InstantSource.system()),
        new RoomInitialSyncEndpoint(services),
        new JoinedRoomsEndpoint(services));
  }
}
