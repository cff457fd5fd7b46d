package org.ashlar.room.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ashlar.base.id.EventId;
import org.ashlar.base.json.JsonObject;
import org.ashlar.event.Event;
import org.ashlar.event.SampleRoom;
import org.ashlar.event.StateKey;
import org.ashlar.room.auth.AuthEvent;
import org.ashlar.room.auth.AuthVerdict;
import org.jspecify.annotations.Nullable;

/// A room whose state a test arranges. The creator is joined; nothing else is set.
final class Scene {
  static final String CREATOR = "@creator:a.example";
  static final String ALICE = "@alice:a.example";
  static final String BOB = "@bob:b.example";

  final SampleRoom room;
  final Map<StateKey, Event> state = new HashMap<>();
  private final VersionedAuthRules rules = new VersionedAuthRules("test");

  Scene(String version) {
    this(version, "{}");
  }

  Scene(String version, String createContent) {
    room = new SampleRoom(version, CREATOR, createContent);
    state.put(StateKey.CREATE, room.create());
    member(CREATOR, "join");
  }

  Scene set(String sender, String type, String stateKey, String content) {
    state.put(new StateKey(type, stateKey), event(sender, type, stateKey, content));
    return this;
  }

  Scene member(String user, String membership) {
    return set(user, "m.room.member", user, "{'membership':'" + membership + "'}");
  }

  Scene levels(String content) {
    return set(CREATOR, "m.room.power_levels", "", content);
  }

  Scene joinRule(String rule) {
    return set(CREATOR, "m.room.join_rules", "", "{'join_rule':'" + rule + "'}");
  }

  Event event(String sender, String type, @Nullable String stateKey, String content) {
    // Anything but the create event, which would make it a creator's first join.
    Event previous = state.getOrDefault(new StateKey("m.room.member", CREATOR), room.create());
    return room.eventAt(
        1, sender, SampleRoom.Body.of(type, stateKey, content), List.of(), List.of(previous));
  }

  /// A redaction, whose target is where the version wants it.
  Event redaction(String sender, String target) {
    Event previous = state.getOrDefault(new StateKey("m.room.member", CREATOR), room.create());
    SampleRoom.Body body =
        new SampleRoom.Body("m.room.redaction", null, JsonObject.EMPTY, new EventId(target));
    return room.eventAt(1, sender, body, List.of(), List.of(previous));
  }

  /// The verdict on a message of the creator that names auth events.
  String named(List<AuthEvent> authEvents) {
    return text(rules.checkAuthEvents(event(CREATOR, "m.room.message", null, "{}"), authEvents));
  }

  String send(String sender, String type, @Nullable String stateKey, String content) {
    return verdict(event(sender, type, stateKey, content));
  }

  String membership(String sender, String target, String membership) {
    return send(sender, "m.room.member", target, "{'membership':'" + membership + "'}");
  }

  String verdict(Event event) {
    return text(rules.check(event, state::get));
  }

  static String text(AuthVerdict verdict) {
    return switch (verdict) {
      case AuthVerdict.Allowed _ -> "ok";
      case AuthVerdict.Rejected rejected -> rejected.rule();
    };
  }
}
