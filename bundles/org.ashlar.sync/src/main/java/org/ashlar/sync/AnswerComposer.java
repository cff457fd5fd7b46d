package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ashlar.account.Receipt;
import org.ashlar.base.id.RoomId;
import org.ashlar.base.id.UserId;
import org.ashlar.base.json.JsonArray;
import org.ashlar.base.json.JsonObject;
import org.ashlar.base.json.JsonValue;
import org.ashlar.push.RoomCounts;
import org.ashlar.store.MembershipRow;
import org.ashlar.store.Position;
import org.ashlar.store.StoredEvent;
import org.ashlar.stream.SyncToken;
import org.jspecify.annotations.Nullable;

/// Puts one answer together from all streams: finds the rooms that have something to tell, drafts
/// them all, and writes them. For one request.
final class AnswerComposer {
  private final Parts parts;
  private final Window window;
  private final AccountDataReader.Found data;
  private final SyncAnswer answer = new SyncAnswer();
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<RoomId, RoomSection.Beside> beside = new HashMap<>();
  private final List<Draft> told = new ArrayList<>();

  AnswerComposer(Parts parts, Window window) {
    this.parts = parts;
    this.window = window;
    this.data = parts.accountData().read(window);
  }

  SyncAnswer compose() {
    answer.accountData(data.global());
    answer.presence(parts.presence().read(window));
    SyncToken since = window.since();
    if (since == null) {
      initial();
    } else if (!window.request().fullState() && !isMoved(since)) {
      known(parts.memberships().joined(window).rooms(), since);
    } else {
      incremental(since);
    }
    parts.drafts().read(drafts, window);
    write();
    return answer;
  }

  /// The rooms that the answer tells events of.
  List<Draft> told() {
    return told;
  }

  private boolean isMoved(SyncToken since) {
    return parts.memberships().joined(window).newest() > since.events().number();
  }

  private void initial() {
    List<Newcomer> joined = new ArrayList<>();
    List<MembershipRow> invited = new ArrayList<>();
    for (MembershipRow row : rows()) {
      RoomKey room = parts.memberships().key(row);
      switch (row.membership()) {
        case OwnHistory.JOIN -> joined.add(new Newcomer(room, null));
        case "invite" -> invited.add(row);
        case "knock" -> answer.knock(room, stripped(row));
        default -> leftBefore(room, row);
      }
    }
    invited(invited);
    fresh(joined);
  }

  /// Looks at every room the user has to do with.
  private void incremental(SyncToken since) {
    List<RoomKey> known = new ArrayList<>();
    List<Newcomer> joined = new ArrayList<>();
    List<MembershipRow> invited = new ArrayList<>();
    for (MembershipRow row : rows()) {
      RoomKey room = parts.memberships().key(row);
      if (row.position().number() > since.events().number()) {
        OwnHistory history = OwnHistory.read(parts.sources(), row, since.events());
        if (history.isJoinedThroughout()) {
          known.add(room);
        } else if (row.membership().equals(OwnHistory.JOIN)) {
          joined.add(new Newcomer(room, history.wasJoinedBefore() ? since.events() : null));
        } else if (row.membership().equals("invite")) {
          invited.add(row);
        } else if (row.membership().equals("knock")) {
          answer.knock(room, stripped(row));
        } else {
          drafts.add(LeftRooms.newly(room, history, window));
        }
      } else if (row.membership().equals(OwnHistory.JOIN)) {
        known.add(room);
      } else if (window.request().fullState()) {
        leftBefore(room, row);
      }
    }
    invited(invited);
    known(known, since);
    fresh(joined);
  }

  /// The rows of wanted rooms as they were at the end of the window, without forgotten rooms.
  private List<MembershipRow> rows() {
    List<MembershipRow> rows = new ArrayList<>();
    for (MembershipRow latest : parts.memberships().read(window).rows()) {
      if (!latest.forgotten() && window.filter().wantsRoom(latest.room().value())) {
        MembershipRow row = OwnHistory.at(parts.sources(), latest, window.eventsNow());
        if (row != null) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /// Invitations, but for those of users whom the reader ignores.
  private void invited(List<MembershipRow> rows) {
    Set<UserId> ignored =
        rows.isEmpty()
            ? Set.of()
            : parts.sources().views().call(views -> views.ignored(window.reader()));
    Map<Long, StoredEvent> events = Map.of();
    if (!ignored.isEmpty()) {
      List<Long> nids = rows.stream().map(MembershipRow::eventNid).toList();
      events = parts.sources().store().call(store -> store.eventsByNid(nids));
    }
    for (MembershipRow row : rows) {
      StoredEvent event = events.get(row.eventNid());
      if (event == null || !ignored.contains(event.event().sender())) {
        answer.invite(parts.memberships().key(row), stripped(row));
      }
    }
  }

  private void leftBefore(RoomKey room, MembershipRow row) {
    boolean gone = row.membership().equals("leave") || row.membership().equals("ban");
    if (gone && window.filter().includeLeave()) {
      drafts.add(parts.left().whole(room, row, window));
    }
  }

  /// Rooms that the reader has been joined to all the time.
  private void known(List<RoomKey> rooms, SyncToken since) {
    List<RoomNews> news =
        parts.sources().hub().call(hub -> RoomNews.read(hub, window, since, rooms));
    List<RoomId> ids =
        news.stream().filter(RoomNews::receipts).map(item -> item.room().id()).toList();
    Map<RoomId, List<Receipt>> receipts =
        parts.ephemerals().receipts(ids, since.receipts(), window);
    for (RoomNews item : complete(news, rooms)) {
      RoomKey room = item.room();
      List<Receipt> read = receipts.getOrDefault(room.id(), List.of());
      beside.put(room.id(), beside(room, read, item.typing()));
      Range range = new Range(room, window.eventsSince(), window.eventsNow(), false);
      drafts.add(Draft.joined(range, window.request().fullState(), item.recent()));
    }
  }

  /// Adds the rooms of which only account data is new, or all of them.
  private List<RoomNews> complete(List<RoomNews> news, List<RoomKey> rooms) {
    boolean all = window.request().fullState();
    if (data.rooms().isEmpty() && !all) {
      return news;
    }
    Map<RoomId, RoomNews> byRoom = new HashMap<>();
    news.forEach(item -> byRoom.put(item.room().id(), item));
    List<RoomNews> complete = new ArrayList<>();
    for (RoomKey room : rooms) {
      RoomNews item = byRoom.get(room.id());
      if (item != null) {
        complete.add(item);
      } else if ((all || data.rooms().containsKey(room.id()))
          && window.filter().wantsRoom(room.id().value())) {
        complete.add(new RoomNews(room, false, List.of(), false, null));
      }
    }
    return complete;
  }

  /// Rooms that the reader knows nothing of.
  private void fresh(List<Newcomer> rooms) {
    List<RoomId> ids = rooms.stream().map(item -> item.room().id()).toList();
    Position start = new Position(window.now().receipts().writer(), 0);
    Map<RoomId, List<Receipt>> receipts = parts.ephemerals().receipts(ids, start, window);
    for (Newcomer item : rooms) {
      RoomKey room = item.room();
      List<UserId> typing = parts.sources().hub().call(hub -> hub.typing(room.id()).users());
      List<Receipt> read = receipts.getOrDefault(room.id(), List.of());
      RoomSection.Beside found =
          beside(room, read, window.isInitial() && typing.isEmpty() ? null : typing);
      beside.put(
          room.id(),
          window.isInitial() ? found : found.with(parts.accountData().ofRoom(room.id(), window)));
      Range range = new Range(room, item.after(), window.eventsNow(), true);
      drafts.add(Draft.joined(range, true, null));
    }
  }

  private void write() {
    for (Draft draft : drafts) {
      RoomSection.Beside found = beside.get(draft.room().id());
      if (found == null || draft.isWhole() || !draft.isEmpty() || !found.isEmpty()) {
        told.add(draft);
      }
    }
    List<Draft> joined =
        told.stream().filter(draft -> beside.containsKey(draft.room().id())).toList();
    Map<RoomId, RoomCounts> unread = parts.unreads().of(joined, window);
    RoomSection sections = new RoomSection(parts.writer().write(told, window), unread, window);
    for (Draft draft : told) {
      RoomKey room = draft.room();
      RoomSection.Beside found = beside.get(room.id());
      if (found == null) {
        JsonArray events = data.rooms().getOrDefault(room.id(), JsonArray.EMPTY);
        answer.leave(room, sections.left(draft, events));
      } else {
        answer.join(room, sections.joined(draft, found));
      }
    }
  }

  private RoomSection.Beside beside(
      RoomKey room, List<Receipt> receipts, @Nullable List<UserId> typing) {
    return new RoomSection.Beside(
        Ephemerals.events(room, receipts, typing, window.filter().ephemeral()),
        data.rooms().getOrDefault(room.id(), JsonArray.EMPTY));
  }

  private JsonArray stripped(MembershipRow row) {
    List<JsonObject> events = parts.sources().views().call(views -> views.strippedState(row));
    return new JsonArray(List.<JsonValue>copyOf(events));
  }

  /// A room that the user came into, with the position up to which the reader has its events.
  private record Newcomer(RoomKey room, @Nullable Position after) {}
}
