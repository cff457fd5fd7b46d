"""What conversations with matrix-nio share."""

import asyncio
import time

from nio import (
    AsyncClient,
    LoginResponse,
    RegisterResponse,
    RoomMessageText,
    SyncResponse,
    WhoamiResponse,
)

PASSWORD = "a long enough password"
LIMIT = 30


def want(answer, kind):
    """The answer, which is of a kind."""
    assert isinstance(answer, kind), f"{kind.__name__} expected: {answer}"
    return answer


async def step(what, action):
    """Does something and prints how long it took."""
    start = time.perf_counter()
    value = await asyncio.wait_for(action, LIMIT)
    print(f"{what}: {(time.perf_counter() - start) * 1000:.0f} ms", flush=True)
    return value


async def person(base, name):
    """Registers somebody, logs in and syncs once."""
    new = AsyncClient(base, name)
    registered = want(await new.register(name, PASSWORD), RegisterResponse)
    await new.close()
    client = AsyncClient(base, registered.user_id)
    want(await client.login(PASSWORD, device_name="nio"), LoginResponse)
    assert want(await client.whoami(), WhoamiResponse).user_id == registered.user_id
    want(await client.sync(timeout=0, full_state=True), SyncResponse)
    return client


async def sync_until(client, what, fits):
    """Syncs until an answer fits, and returns what fits of it."""
    for _ in range(50):
        answer = want(await client.sync(timeout=10_000), SyncResponse)
        found = fits(answer)
        if found:
            return found
    raise AssertionError(f"never seen: {what}")


def timeline(answer, room, text):
    info = answer.rooms.join.get(room)
    events = info.timeline.events if info else []
    return [e for e in events if isinstance(e, RoomMessageText) and e.body == text]


def ephemeral(answer, room, kind):
    info = answer.rooms.join.get(room)
    return [e for e in info.ephemeral if isinstance(e, kind)] if info else []


def text(body):
    return {"msgtype": "m.text", "body": body}
