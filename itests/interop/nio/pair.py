"""Half of a conversation with somebody who uses another client: python pair.py BASE_URL USERNAME OTHER

Makes a room, invites the user OTHER, says "ping N", waits for "pong N", and ends with "bye".
"""

import asyncio
import sys

from nio import (
    RoomCreateResponse,
    RoomInviteResponse,
    RoomLeaveResponse,
    RoomPreset,
    RoomSendResponse,
)

from people import person, step, sync_until, text, timeline, want


async def talk(client, other):
    room = want(
        await client.room_create(name="Bridge", preset=RoomPreset.private_chat), RoomCreateResponse
    ).room_id
    want(await client.room_invite(room, other), RoomInviteResponse)
    await step("the other joins", sync_until(client, "a join", lambda _: joined(client, room, other)))
    for n in (1, 2, 3):
        await step(f"ping {n} and pong {n}", ping(client, room, other, n))
    want(await client.room_send(room, "m.room.message", text("bye")), RoomSendResponse)
    await step(
        "the other leaves",
        sync_until(client, "a leave", lambda _: other not in client.rooms[room].users),
    )
    want(await client.room_leave(room), RoomLeaveResponse)


def joined(client, room, user):
    users = client.rooms[room].users if room in client.rooms else {}
    return user in users and not users[user].invited


async def ping(client, room, other, n):
    want(await client.room_send(room, "m.room.message", text(f"ping {n}")), RoomSendResponse)
    (pong,) = await sync_until(
        client, f"pong {n}", lambda answer: timeline(answer, room, f"pong {n}")
    )
    assert pong.sender == other


async def main(base, name, other):
    client = await person(base, name)
    try:
        await talk(client, other)
    finally:
        await client.close()


asyncio.run(main(*sys.argv[1:]))
