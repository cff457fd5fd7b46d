// What conversations with matrix-js-sdk share.
import assert from "node:assert/strict";
import loglevel from "loglevel";
import * as sdk from "matrix-js-sdk";

for (const logger of Object.values(loglevel.getLoggers())) logger.setLevel("silent");
const LIMIT = 30_000;
export const PASSWORD = "a long enough password";

/** Logs somebody in and waits for the first sync. */
export async function device(baseUrl, user, options) {
  const login = await sdk.createClient({ baseUrl }).loginRequest({
    type: "m.login.password",
    identifier: { type: "m.id.user", user },
    password: PASSWORD,
  });
  const client = sdk.createClient({
    baseUrl,
    userId: login.user_id,
    accessToken: login.access_token,
    deviceId: login.device_id,
    timelineSupport: true,
  });
  const prepared = first(client, sdk.ClientEvent.Sync, "the first sync", (state) => state === "PREPARED");
  await client.startClient(options);
  await prepared;
  return client;
}

/** Registers somebody in one request and logs in. */
export async function person(baseUrl, username, options = {}) {
  const { user_id: userId } = await sdk.createClient({ baseUrl }).registerRequest({
    username,
    password: PASSWORD,
    auth: { type: "m.login.dummy" },
  });
  const client = await device(baseUrl, userId, { initialSyncLimit: 20, ...options });
  assert.equal((await client.whoami()).user_id, userId);
  return client;
}

/** Does what needs the password: asks, is told the session, and asks again with the password. */
export async function authenticated(client, action) {
  try {
    await action(undefined);
  } catch (error) {
    assert.equal(error.httpStatus, 401);
    return action({
      type: "m.login.password",
      session: error.data.session,
      identifier: { type: "m.id.user", user: client.getUserId() },
      password: PASSWORD,
    });
  }
  throw new Error("no authentication was asked for");
}

/** The arguments of the first event of a kind that fits. */
export function first(emitter, kind, what, fits) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`not within ${LIMIT} ms: ${what}`)), LIMIT);
    const listener = (...args) => {
      if (!fits(...args)) return;
      clearTimeout(timer);
      emitter.off(kind, listener);
      resolve(args);
    };
    emitter.on(kind, listener);
  });
}

/** Waits until a client sees itself in a state of membership. */
export const membership = (client, wanted, roomId) =>
  first(
    client,
    sdk.RoomEvent.MyMembership,
    `${client.getUserId()} sees ${wanted}`,
    (room, value) => value === wanted && (!roomId || room.roomId === roomId),
  );

/** Waits until a client reads a text of the server, not its own echo. */
export const message = (client, roomId, text) =>
  first(
    client,
    sdk.RoomEvent.Timeline,
    `${client.getUserId()} reads ${text}`,
    (event, room, toStart, removed, data) =>
      room?.roomId === roomId && data.liveEvent && event.getContent().body === text && !event.status,
  );

/** Does something and prints how long it took. */
export async function step(what, action) {
  const start = performance.now();
  const value = await action();
  console.log(`${what}: ${(performance.now() - start).toFixed(0)} ms`);
  return value;
}
