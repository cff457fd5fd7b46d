// Everything that people do in a client on the first days, with matrix-js-sdk:
// node house.mjs BASE_URL lazy|eager
// The exit code is 0 when every expectation holds.
import assert from "node:assert/strict";
import * as sdk from "matrix-js-sdk";
import { PASSWORD, authenticated, first, membership, message, person, step } from "./people.mjs";

const baseUrl = process.argv[2];
const lazyLoadMembers = process.argv[3] === "lazy";
const prefix = `house${process.argv[3]}`;
const options = { lazyLoadMembers, threadSupport: true };

const alice = await person(baseUrl, `${prefix}alice`, options);
const bob = await person(baseUrl, `${prefix}bob`, options);
const carol = await person(baseUrl, `${prefix}carol`, options);
const domain = alice.getDomain();
const alias = `#${prefix}:${domain}`;

const roomId = await step("alice makes a public room with an alias", async () => {
  const made = await alice.createRoom({
    name: "House",
    preset: "public_chat",
    visibility: "public",
    room_alias_name: prefix,
    room_version: "11",
  });
  assert.equal((await bob.getRoomIdForAlias(alias)).room_id, made.room_id);
  assert.deepEqual((await alice.getLocalAliases(made.room_id)).aliases, [alias]);
  return made.room_id;
});

await step("bob finds it in the directory and joins by its alias", async () => {
  const found = await bob.publicRooms({ limit: 50, filter: { generic_search_term: "House" } });
  const entry = found.chunk.find((each) => each.room_id === roomId);
  assert.equal(entry.canonical_alias, alias);
  assert.equal(entry.num_joined_members, 1);
  const joined = membership(bob, "join", roomId);
  await bob.joinRoom(alias);
  await joined;
});

await step("another alias comes and goes", async () => {
  const other = `#${prefix}-other:${domain}`;
  await alice.createAlias(other, roomId);
  assert.equal((await bob.getRoomIdForAlias(other)).room_id, roomId);
  await alice.deleteAlias(other);
  await assert.rejects(bob.getRoomIdForAlias(other), { errcode: "M_NOT_FOUND" });
  await alice.setRoomDirectoryVisibility(roomId, "private");
  assert.equal((await bob.getRoomDirectoryVisibility(roomId)).visibility, "private");
});

await step("bob takes a name, and the room shows it", async () => {
  const shown = first(
    alice,
    sdk.RoomStateEvent.Members,
    "alice sees bob's name",
    (event, state, member) => member.userId === bob.getUserId() && member.rawDisplayName === "Bob the Mason",
  );
  await bob.setDisplayName("Bob the Mason");
  await shown;
  assert.equal((await alice.getProfileInfo(bob.getUserId())).displayname, "Bob the Mason");
});

const say = async (from, to, text) => {
  const read = message(to, roomId, text);
  const { event_id: eventId } = await from.sendTextMessage(roomId, text);
  const [event] = await read;
  assert.equal(event.getId(), eventId);
  return event;
};

await step("unread counts come and go with a receipt", async () => {
  const count = () => bob.getRoom(roomId).getUnreadNotificationCount(sdk.NotificationCountType.Total);
  const counted = first(bob.getRoom(roomId), sdk.RoomEvent.UnreadNotifications, "bob has unread messages", () => count() > 0);
  const event = await say(alice, bob, "Are you there?");
  await counted;
  const seen = first(alice, sdk.RoomEvent.Receipt, "alice sees the receipt", (_, room) =>
    room.hasUserReadEvent(bob.getUserId(), event.getId()),
  );
  await bob.sendReadReceipt(event);
  await seen;
  await bob.setRoomReadMarkers(roomId, event.getId());
});

await step("a mention highlights", async () => {
  const highlights = () => bob.getRoom(roomId).getUnreadNotificationCount(sdk.NotificationCountType.Highlight);
  const counted = first(bob.getRoom(roomId), sdk.RoomEvent.UnreadNotifications, "bob is highlighted", () => highlights() > 0);
  await alice.sendMessage(roomId, {
    msgtype: "m.text",
    body: "Bob, look",
    "m.mentions": { user_ids: [bob.getUserId()] },
  });
  await counted;
});

await step("a message is redacted", async () => {
  const event = await say(bob, alice, "What nobody should read");
  const redacted = first(
    alice,
    sdk.RoomEvent.Redaction,
    "alice sees the redaction",
    (redaction) => redaction.getAssociatedId() === event.getId(),
  );
  await bob.redactEvent(roomId, event.getId(), undefined, { reason: "a slip" });
  await redacted;
  const fetched = await alice.fetchRoomEvent(roomId, event.getId());
  assert.deepEqual(fetched.content, {});
  assert.equal(fetched.unsigned.redacted_because.content.reason, "a slip");
  await assert.rejects(
    bob.redactEvent(roomId, (await say(alice, bob, "Mine")).getId()),
    { errcode: "M_FORBIDDEN" },
  );
});

await step("an edit and a reaction are related", async () => {
  const event = await say(bob, alice, "Hause");
  await bob.sendMessage(roomId, {
    msgtype: "m.text",
    body: "* House",
    "m.new_content": { msgtype: "m.text", body: "House" },
    "m.relates_to": { rel_type: "m.replace", event_id: event.getId() },
  });
  await alice.sendEvent(roomId, "m.reaction", {
    "m.relates_to": { rel_type: "m.annotation", event_id: event.getId(), key: "+" },
  });
  const reactions = await alice.fetchRelations(roomId, event.getId(), "m.annotation", "m.reaction");
  assert.deepEqual(reactions.chunk.map((each) => each.sender), [alice.getUserId()]);
  const fetched = await alice.fetchRoomEvent(roomId, event.getId());
  assert.equal(fetched.unsigned["m.relations"]["m.replace"].content["m.new_content"].body, "House");
});

await step("a thread is told and listed", async () => {
  const root = await say(alice, bob, "A thread begins");
  for (const body of ["one", "two"]) {
    await bob.sendMessage(roomId, root.getId(), { msgtype: "m.text", body });
  }
  const threads = await alice.createThreadListMessagesRequest(roomId, null, 10, sdk.Direction.Backward);
  const listed = threads.chunk.find((each) => each.event_id === root.getId());
  const summary = listed.unsigned["m.relations"]["m.thread"];
  assert.equal(summary.count, 2);
  assert.equal(summary.latest_event.content.body, "two");
  assert.equal(summary.current_user_participated, true);
  const told = await alice.fetchRelations(roomId, root.getId(), "m.thread", "m.room.message");
  assert.deepEqual(told.chunk.map((each) => each.content.body), ["two", "one"]);
});

await step("an event is found by its context and by its time", async () => {
  const event = await say(alice, bob, "Here");
  const timelines = alice.getRoom(roomId).getUnfilteredTimelineSet();
  const timeline = await alice.getEventTimeline(timelines, event.getId());
  assert.ok(timeline.getEvents().some((each) => each.getId() === event.getId()));
  const near = await alice.timestampToEvent(roomId, event.getTs(), sdk.Direction.Forward);
  assert.equal(near.event_id, event.getId());
});

await step("tags and account data", async () => {
  await bob.setRoomTag(roomId, "m.favourite", { order: 0.5 });
  assert.equal((await bob.getRoomTags(roomId)).tags["m.favourite"].order, 0.5);
  await bob.deleteRoomTag(roomId, "m.favourite");
  assert.deepEqual((await bob.getRoomTags(roomId)).tags, {});
  const told = first(
    bob,
    sdk.ClientEvent.AccountData,
    "bob gets his account data",
    (event) => event.getType() === "org.example.data" && event.getContent().answer === 42,
  );
  await bob.setAccountData("org.example.data", { answer: 42 });
  await told;
});

await step("presence is seen", async () => {
  await bob.setPresence({ presence: "unavailable", status_msg: "at lunch" });
  const presence = await alice.getPresence(bob.getUserId());
  assert.equal(presence.status_msg, "at lunch");
});

await step("push rules are kept", async () => {
  await bob.addPushRule("global", sdk.PushRuleKind.ContentSpecific, "mortar", {
    actions: ["notify"],
    pattern: "mortar",
  });
  const rules = await bob.getPushRules();
  assert.ok(rules.global.content.some((rule) => rule.rule_id === "mortar"));
  await bob.deletePushRule("global", sdk.PushRuleKind.ContentSpecific, "mortar");
});

await step("carol is kicked, banned and let in again", async () => {
  const joined = membership(carol, "join", roomId);
  await carol.joinRoom(roomId);
  await joined;
  const kicked = membership(carol, "leave", roomId);
  await alice.kick(roomId, carol.getUserId(), "noise");
  await kicked;
  const banned = first(
    alice,
    sdk.RoomStateEvent.Members,
    "alice sees the ban",
    (event, state, member) => member.userId === carol.getUserId() && member.membership === "ban",
  );
  await alice.ban(roomId, carol.getUserId());
  await banned;
  await assert.rejects(carol.joinRoom(roomId), { errcode: "M_FORBIDDEN" });
  await alice.unban(roomId, carol.getUserId());
  const back = membership(carol, "join", roomId);
  await carol.joinRoom(roomId);
  await back;
});

await step("an invitation is declined, a knock is answered", async () => {
  const { room_id: closed } = await alice.createRoom({
    preset: "private_chat",
    invite: [bob.getUserId()],
    initial_state: [{ type: "m.room.join_rules", state_key: "", content: { join_rule: "knock" } }],
  });
  await bob.leave(closed);
  const knocked = first(
    alice,
    sdk.RoomStateEvent.Members,
    "alice sees the knock",
    (event, state, member) => member.userId === carol.getUserId() && member.membership === "knock",
  );
  await carol.knockRoom(closed, { reason: "please" });
  await knocked;
  await alice.invite(closed, carol.getUserId());
  await carol.joinRoom(closed);
});

await step("the room is upgraded", async () => {
  const tombstone = first(
    bob,
    sdk.RoomStateEvent.Events,
    "bob sees the tombstone",
    (event) => event.getType() === "m.room.tombstone" && event.getRoomId() === roomId,
  );
  const { replacement_room: next } = await alice.upgradeRoom(roomId, "12");
  const [event] = await tombstone;
  assert.equal(event.getContent().replacement_room, next);
  assert.equal((await bob.getRoomIdForAlias(alias)).room_id, next);
  await bob.joinRoom(next);
  const create = await bob.getStateEvent(next, "m.room.create", "");
  assert.equal(create.predecessor.room_id, roomId);
});

await step("a guest looks into a room that lets guests in", async () => {
  const { room_id: open } = await alice.createRoom({
    preset: "public_chat",
    initial_state: [
      { type: "m.room.guest_access", state_key: "", content: { guest_access: "can_join" } },
      { type: "m.room.history_visibility", state_key: "", content: { history_visibility: "world_readable" } },
    ],
  });
  const registered = await sdk.createClient({ baseUrl }).registerGuest({});
  const guest = sdk.createClient({
    baseUrl,
    userId: registered.user_id,
    accessToken: registered.access_token,
    deviceId: registered.device_id,
  });
  guest.setGuest(true);
  await guest.joinRoom(open);
  await guest.sendTextMessage(open, "Only looking");
  await assert.rejects(guest.createRoom({}), { errcode: "M_GUEST_ACCESS_FORBIDDEN" });
  await alice.sendStateEvent(open, "m.room.guest_access", { guest_access: "forbidden" }, "");
  for (let tries = 0; ; tries++) {
    const members = await alice.getJoinedRoomMembers(open);
    if (!(registered.user_id in members.joined)) break;
    assert.ok(tries < 100, "the guest has to leave");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});

await step("bob leaves and forgets", async () => {
  const left = membership(bob, "leave", roomId);
  await bob.leave(roomId);
  await left;
  await bob.forget(roomId);
  await assert.rejects(bob.roomState(roomId), { errcode: "M_FORBIDDEN" });
});

await step("bob changes his password", async () => {
  await authenticated(bob, (auth) => bob.setPassword(auth, "quite another one", false));
  await assert.rejects(
    sdk.createClient({ baseUrl }).loginRequest({
      type: "m.login.password",
      identifier: { type: "m.id.user", user: bob.getUserId() },
      password: PASSWORD,
    }),
    { errcode: "M_FORBIDDEN" },
  );
});

await step("carol is erased", async () => {
  carol.stopClient();
  const gone = await authenticated(carol, (auth) => carol.deactivateAccount(auth, true));
  assert.ok(["success", "no-support"].includes(gone.id_server_unbind_result));
  await assert.rejects(carol.whoami(), { errcode: "M_UNKNOWN_TOKEN" });
  await assert.rejects(
    sdk.createClient({ baseUrl }).registerRequest({
      username: `${prefix}carol`,
      password: PASSWORD,
      auth: { type: "m.login.dummy" },
    }),
    { errcode: "M_USER_IN_USE" },
  );
});

for (const client of [alice, bob]) {
  client.stopClient();
  await client.logout(true);
}
process.exit(0);
