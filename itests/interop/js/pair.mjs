// Half of a conversation with somebody who uses another client: node pair.mjs BASE_URL USERNAME
// Prints "ready", then accepts an invitation, answers "ping N" with "pong N" and leaves on "bye".
import assert from "node:assert/strict";
import * as sdk from "matrix-js-sdk";
import { first, membership, message, person } from "./people.mjs";

const [baseUrl, username] = process.argv.slice(2);
const client = await person(baseUrl, username);
const invited = first(
  client,
  sdk.ClientEvent.Room,
  "the invitation",
  (room) => room.getMyMembership() === "invite",
);
console.log("ready");
const [{ roomId }] = await invited;

const joined = membership(client, "join", roomId);
const pings = [1, 2, 3].map((n) => message(client, roomId, `ping ${n}`));
const bye = message(client, roomId, "bye");
await client.joinRoom(roomId);
await joined;
let other;
for (const [index, ping] of pings.entries()) {
  const [event] = await ping;
  other ??= event.getSender();
  assert.equal(event.getSender(), other);
  assert.notEqual(other, client.getUserId());
  await client.sendTextMessage(roomId, `pong ${index + 1}`);
}
await bye;
assert.deepEqual(
  client
    .getRoom(roomId)
    .getLiveTimeline()
    .getEvents()
    .filter((event) => event.getType() === "m.room.message")
    .map((event) => event.getContent().body),
  ["ping 1", "pong 1", "ping 2", "pong 2", "ping 3", "pong 3", "bye"],
);
const left = membership(client, "leave", roomId);
await client.leave(roomId);
await left;
client.stopClient();
process.exit(0);
