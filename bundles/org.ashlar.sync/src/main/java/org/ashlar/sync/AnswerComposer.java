package org.ashlar.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
  private final List<RoomKey> entered = new ArrayList<>();
  private final Set<RoomId> counted = new HashSet<>();
  private @Nullable Refusal refusal;

  AnswerComposer(Parts parts, Window window) {
    this.parts = parts;
    this.window = window;
    this.data = parts.accountData().read(window);
  }

  SyncAnswer compose() {
    answer.accountData(data.global());
    SyncToken since = window.since();
    if (since == null) {
      initial();
    } else {
      List<RoomKey> rooms = unmoved(since);
      if (rooms == null) {
        incremental(since);
      } else {
        known(rooms, since);
      }
    }
    answer.presence(parts.presence().read(window, entered));
    parts.drafts().read(drafts, window);
    write();
    return answer;
  }

  /// The rooms that the answer tells events of.
  List<Draft> told() {
    return told;
  }

  /// The joined rooms when nothing has to be said of others; null when all rows have to be looked
  /// at. One reading decides and is used: the next may already be without a room that the reader
  /// was in up to the end of the window.
  private @Nullable List<RoomKey> unmoved(SyncToken since) {
    if (window.request().fullState()) {
      return null;
    }
    JoinedRooms joined = parts.memberships().joined(window);
    return joined.newest() > since.events().number() ? null : joined.rooms();
  }

  private void initial() {
    Found found = new Found();
    for (MembershipRow row : rows()) {
      switch (row.membership()) {
        case OwnHistory.JOIN -> found.joined.add(new Newcomer(parts.memberships().key(row), null));
        case "invite" -> found.invited.add(row);
        case "knock" -> found.knocked.add(row);
        default -> found.left.add(row);
      }
    }
    beside(found);
    fresh(found.joined);
  }

  /// Looks at every room the user has to do with.
  private void incremental(SyncToken since) {
    Found found = new Found();
    List<MembershipRow> changed = new ArrayList<>();
    for (MembershipRow row : rows()) {
      if (row.position().number() > since.events().number()) {
        changed.add(row);
      } else if (row.membership().equals(OwnHistory.JOIN)) {
        found.known.add(parts.memberships().key(row));
      } else if (window.request().fullState()) {
        found.left.add(row);
      }
    }
    List<OwnHistory> histories = OwnHistory.read(parts.sources(), changed, since.events());
    for (int i = 0; i < changed.size(); i++) {
      changed(changed.get(i), histories.get(i), found);
    }
    beside(found);
    known(found.known, since);
    fresh(found.joined);
  }

  private void changed(MembershipRow row, OwnHistory history, Found found) {
    RoomKey room = parts.memberships().key(row);
    if (history.isJoinedThroughout()) {
      found.known.add(room);
    } else if (row.membership().equals(OwnHistory.JOIN)) {
      found.joined.add(new Newcomer(room, history.wasJoinedBefore() ? window.eventsSince() : null));
    } else if (row.membership().equals("invite")) {
      found.invited.add(row);
    } else if (row.membership().equals("knock")) {
      found.knocked.add(row);
    } else {
      drafts.add(LeftRooms.newly(room, history, window, refusal()));
    }
  }

  /// The rooms that an answer has to look at.
  private static final class Found {
    private final List<RoomKey> known = new ArrayList<>();
    private final List<Newcomer> joined = new ArrayList<>();
    private final List<MembershipRow> invited = new ArrayList<>();
    private final List<MembershipRow> knocked = new ArrayList<>();
    private final List<MembershipRow> left = new ArrayList<>();
  }

  /// The rows of wanted rooms as they were at the end of the window, without forgotten rooms.
  private List<MembershipRow> rows() {
    List<MembershipRow> latest =
        parts.memberships().read(window).rows().stream()
            .filter(row -> !row.forgotten() && window.filter().wantsRoom(row.room().value()))
            .toList();
    return OwnHistory.at(parts.sources(), latest, window.eventsNow());
  }

  /// The rooms in which the reader is not.
  private void beside(Found found) {
    stripped(found.knocked).forEach(answer::knock);
    stripped(wanted(found.invited)).forEach(answer::invite);
    leftBefore(found.left);
  }

  private List<MembershipRow> wanted(List<MembershipRow> invited) {
    if (invited.isEmpty() || refusal().all()) {
      return List.of();
    }
    if (refusal().senders().isEmpty()) {
      return invited;
    }
    Map<Long, StoredEvent> events = Trails.events(parts.sources(), invited);
    return invited.stream()
        .filter(
            row -> {
              StoredEvent event = events.get(row.eventNid());
              return event == null || !refusal().refuses(event);
            })
        .toList();
  }

  private void leftBefore(List<MembershipRow> rows) {
    List<MembershipRow> gone =
        rows.stream()
            .filter(row -> row.membership().equals("leave") || row.membership().equals("ban"))
            .toList();
    if (!window.filter().includeLeave() || gone.isEmpty()) {
      return;
    }
    List<OwnHistory> histories = OwnHistory.sinceJoined(parts.sources(), gone);
    for (int i = 0; i < gone.size(); i++) {
      RoomKey room = parts.memberships().key(gone.get(i));
      drafts.add(LeftRooms.whole(room, histories.get(i), window, refusal()));
    }
  }

  /// Which invitations are not shown; read when it is first asked for.
  private Refusal refusal() {
    Refusal known = refusal;
    if (known == null) {
      known = Refusal.of(parts.sources(), window);
      refusal = known;
    }
    return known;
  }

  /// Rooms that the reader has been joined to all the time.
  private void known(List<RoomKey> rooms, SyncToken since) {
    List<RoomNews> news =
        parts.sources().hub().call(hub -> RoomNews.read(hub, window, since, rooms));
    List<RoomId> ids =
        news.stream().filter(RoomNews::receipts).map(item -> item.room().id()).toList();
    Map<RoomId, List<Receipt>> receipts =
        parts.ephemerals().receipts(ids, since.receipts(), window);
    counted(news, ids, since);
    for (RoomNews item : complete(news, rooms)) {
      RoomKey room = item.room();
      List<Receipt> read = receipts.getOrDefault(room.id(), List.of());
      beside.put(room.id(), beside(room, read, item.typing()));
      Range range = new Range(room, window.eventsSince(), window.eventsNow(), false);
      drafts.add(Draft.joined(range, window.request().fullState(), item.recent()));
    }
  }

  /// Notes the rooms whose counts may have changed by what the reader's filter hides.
  private void counted(List<RoomNews> news, List<RoomId> receipts, SyncToken since) {
    if (!parts.unreads().areCounted()) {
      return;
    }
    for (RoomNews item : news) {
      if (item.events() && window.filter().hidesCounted(item.room().id().value())) {
        counted.add(item.room().id());
      }
    }
    counted.addAll(parts.ephemerals().hiddenOwn(receipts, since.receipts(), window));
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
    Map<RoomId, JsonArray> own =
        window.isInitial() ? Map.of() : parts.accountData().ofRooms(ids, window);
    for (Newcomer item : rooms) {
      RoomKey room = item.room();
      entered.add(room);
      List<UserId> typing = parts.sources().hub().call(hub -> hub.typing(room.id()).users());
      List<Receipt> read = receipts.getOrDefault(room.id(), List.of());
      RoomSection.Beside found =
          beside(room, read, window.isInitial() && typing.isEmpty() ? null : typing);
      beside.put(
          room.id(),
          found.with(
              window.isInitial()
                  ? found.accountData()
                  : own.getOrDefault(room.id(), JsonArray.EMPTY)));
      Range range = new Range(room, item.after(), window.eventsNow(), true);
      drafts.add(Draft.joined(range, true, null));
    }
  }

  private void write() {
    List<Draft> joined = new ArrayList<>();
    List<Draft> quiet = new ArrayList<>();
    for (Draft draft : drafts) {
      RoomSection.Beside found = beside.get(draft.room().id());
      if (found == null) {
        told.add(draft);
      } else if (draft.isWhole() || !draft.isEmpty() || !found.isEmpty()) {
        told.add(draft);
        joined.add(draft);
      } else if (counted.contains(draft.room().id())) {
        quiet.add(draft);
      }
    }
    Map<RoomId, RoomCounts> unread = unread(joined, quiet);
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

  /// Counts, and tells of rooms whose counts are all that is new.
  private Map<RoomId, RoomCounts> unread(List<Draft> joined, List<Draft> quiet) {
    List<Draft> asked = new ArrayList<>(joined);
    asked.addAll(quiet);
    Map<RoomId, RoomCounts> unread = parts.unreads().of(asked, window);
    List<Draft> news = parts.unreads().news(quiet, unread, window);
    told.addAll(news);
    joined.addAll(news);
    parts.unreads().tell(joined, unread, window);
    return unread;
  }

  private RoomSection.Beside beside(
      RoomKey room, List<Receipt> receipts, @Nullable List<UserId> typing) {
    return new RoomSection.Beside(
        Ephemerals.events(room, receipts, typing, window.filter().ephemeral()),
        data.rooms().getOrDefault(room.id(), JsonArray.EMPTY));
  }

  /// What is shown of rooms to which the reader is invited, or knocks.
  private Map<RoomKey, JsonArray> stripped(List<MembershipRow> rows) {
    Map<RoomKey, JsonArray> states = new LinkedHashMap<>();
    if (!rows.isEmpty()) {
      List<List<JsonObject>> found =
          parts.sources().views().call(views -> views.strippedStates(rows));
      for (int i = 0; i < rows.size(); i++) {
        JsonArray events = new JsonArray(List.<JsonValue>copyOf(found.get(i)));
        states.put(parts.memberships().key(rows.get(i)), events);
      }
    }
    return states;
  }

  /// A room that the user came into, with the position up to which the reader has its events.
  private record Newcomer(RoomKey room, @Nullable Position after) {}
}
