// Two people talk with matrix-js-sdk: node talk.mjs BASE_URL
// The exit code is 0 when every expectation holds.
import assert from "node:assert/strict";
import * as sdk from "matrix-js-sdk";
import { device, first, membership, message, person, step } from "./people.mjs";

const baseUrl = process.argv[2];

const texts = (room) =>
  room
    .getLiveTimeline()
    .getEvents()
    .filter((event) => event.getType() === "m.room.message")
    .map((event) => event.getContent().body);

const alice = await step("alice registers and syncs", () => person(baseUrl, "jsalice"));
const bob = await step("bob registers and syncs", () => person(baseUrl, "jsbob"));

const { room_id: roomId } = await step("alice creates a room", () =>
  alice.createRoom({ name: "Stones", topic: "How they fit", preset: "private_chat" }),
);

const invited = first(
  bob,
  sdk.ClientEvent.Room,
  "bob sees the invitation",
  (room) => room.roomId === roomId && room.getMyMembership() === "invite",
);
await step("alice invites bob", () => alice.invite(roomId, bob.getUserId()));
await step("bob sees the invitation", () => invited);
assert.equal(bob.getRoom(roomId).name, "Stones");

const joined = membership(bob, "join", roomId);
const seen = first(
  alice,
  sdk.RoomMemberEvent.Membership,
  "alice sees bob join",
  (event, member) => member.userId === bob.getUserId() && member.membership === "join",
);
await step("bob joins", () => bob.joinRoom(roomId));
await joined;
await seen;

for (const [from, to, text] of [[alice, bob, "Hello, Bob"], [bob, alice, "Hello, Alice"]]) {
  const read = message(to, roomId, text);
  await step(`${text} is sent and read`, async () => {
    const { event_id: eventId } = await from.sendTextMessage(roomId, text);
    const [event] = await read;
    assert.equal(event.getId(), eventId);
    assert.equal(event.getSender(), from.getUserId());
  });
}

const typing = first(
  bob,
  sdk.RoomMemberEvent.Typing,
  "bob sees alice type",
  (event, member) => member.userId === alice.getUserId() && member.typing,
);
await step("alice types", async () => {
  await alice.sendTyping(roomId, true, 20_000);
  await typing;
});

const last = bob.getRoom(roomId).getLiveTimeline().getEvents().at(-1);
const receipt = first(
  alice,
  sdk.RoomEvent.Receipt,
  "alice sees bob's receipt",
  (event, room) => room.roomId === roomId && room.hasUserReadEvent(bob.getUserId(), last.getId()),
);
await step("bob reads", async () => {
  await bob.sendReadReceipt(last);
  await receipt;
});

const topic = first(
  bob,
  sdk.RoomStateEvent.Events,
  "bob sees the new topic",
  (event) => event.getType() === "m.room.topic" && event.getContent().topic === "Mortar",
);
await alice.setRoomTopic(roomId, "Mortar");
await step("bob sees the new topic", () => topic);

// Another device of bob starts with a short timeline and scrolls back to the start of the room.
const count = 60;
const done = message(bob, roomId, `stone ${count - 1}`);
await step(`${count} messages`, async () => {
  for (let i = 0; i < count; i++) await alice.sendTextMessage(roomId, `stone ${i}`);
  await done;
});
const second = await device(baseUrl, bob.getUserId(), { initialSyncLimit: 5 });
const room = second.getRoom(roomId);
assert.deepEqual(texts(room), Array.from({ length: 5 }, (_, i) => `stone ${count - 5 + i}`));
await step("scrollback to the start", async () => {
  for (let pages = 0; room.oldState.paginationToken !== null; pages++) {
    assert.ok(pages < 20, "the start is reached");
    await second.scrollback(room, 20);
  }
});
assert.deepEqual(texts(room), [
  "Hello, Bob",
  "Hello, Alice",
  ...Array.from({ length: count }, (_, i) => `stone ${i}`),
]);
assert.equal(room.getLiveTimeline().getEvents()[0].getType(), "m.room.create");
assert.deepEqual((await second.getJoinedRooms()).joined_rooms, [roomId]);

const left = membership(bob, "leave", roomId);
await step("bob leaves", async () => {
  await bob.leave(roomId);
  await left;
});
await assert.rejects(bob.sendTextMessage(roomId, "Anybody?"), { errcode: "M_FORBIDDEN" });

for (const client of [alice, bob, second]) {
  client.stopClient();
  await client.logout(true);
}
process.exit(0);
