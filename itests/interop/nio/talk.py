"""Two people talk with matrix-nio: python talk.py BASE_URL

The exit code is 0 when every expectation holds.
"""

import asyncio
import sys

from nio import (
    AsyncClient,
    InviteMemberEvent,
    JoinedMembersResponse,
    JoinedRoomsResponse,
    JoinResponse,
    LoginResponse,
    LogoutResponse,
    MessageDirection,
    ReceiptEvent,
    RoomCreateResponse,
    RoomForgetResponse,
    RoomGetStateEventResponse,
    RoomGetStateResponse,
    RoomInviteResponse,
    RoomLeaveResponse,
    RoomMessagesResponse,
    RoomMessageText,
    RoomPreset,
    RoomPutStateResponse,
    RoomReadMarkersResponse,
    RoomSendError,
    RoomSendResponse,
    RoomTypingResponse,
    SyncResponse,
    TypingNoticeEvent,
    UpdateReceiptMarkerResponse,
)

from people import PASSWORD, ephemeral, person, step, sync_until, text, timeline, want


async def talk(alice, bob):
    room = want(
        await step(
            "alice creates a room",
            alice.room_create(name="Stones", topic="How they fit", preset=RoomPreset.private_chat),
        ),
        RoomCreateResponse,
    ).room_id
    want(await step("alice invites bob", alice.room_invite(room, bob.user_id)), RoomInviteResponse)
    state = await step(
        "bob sees the invitation",
        sync_until(
            bob,
            "the invitation",
            lambda answer: answer.rooms.invite.get(room)
            and answer.rooms.invite[room].invite_state,
        ),
    )
    assert any(
        isinstance(e, InviteMemberEvent)
        and e.membership == "invite"
        and e.state_key == bob.user_id
        and e.sender == alice.user_id
        for e in state
    )
    assert bob.invited_rooms[room].name == "Stones"
    want(await step("bob joins", bob.join(room)), JoinResponse)
    await sync_until(bob, "the joined room", lambda answer: room in answer.rooms.join)
    assert bob.rooms[room].topic == "How they fit"
    assert set(bob.rooms[room].users) == {alice.user_id, bob.user_id}
    await sync_until(alice, "that bob joined", lambda _: bob.user_id in alice.rooms[room].users)

    for sender, reader, body in ((alice, bob, "Hello, Bob"), (bob, alice, "Hello, Alice")):

        async def say():
            waiting = asyncio.create_task(
                sync_until(reader, body, lambda answer: timeline(answer, room, body))
            )
            sent = want(
                await sender.room_send(room, "m.room.message", text(body), tx_id=body),
                RoomSendResponse,
            )
            (event,) = await waiting
            assert event.event_id == sent.event_id
            assert event.sender == sender.user_id
            again = want(
                await sender.room_send(room, "m.room.message", text(body), tx_id=body),
                RoomSendResponse,
            )
            assert again.event_id == sent.event_id
            return event

        last = await step(f"{body} is sent and read", say())

    want(await alice.room_typing(room, True, 20_000), RoomTypingResponse)
    (typing,) = await step(
        "bob sees alice type",
        sync_until(bob, "typing", lambda answer: ephemeral(answer, room, TypingNoticeEvent)),
    )
    assert typing.users == [alice.user_id]
    want(await alice.room_typing(room, False), RoomTypingResponse)

    want(await alice.update_receipt_marker(room, last.event_id), UpdateReceiptMarkerResponse)
    (receipts,) = await step(
        "bob sees alice's receipt",
        sync_until(bob, "the receipt", lambda answer: ephemeral(answer, room, ReceiptEvent)),
    )
    assert [(r.event_id, r.user_id, r.receipt_type) for r in receipts.receipts] == [
        (last.event_id, alice.user_id, "m.read")
    ]
    want(
        await bob.room_read_markers(room, last.event_id, last.event_id), RoomReadMarkersResponse
    )

    want(await alice.room_put_state(room, "m.room.topic", {"topic": "Mortar"}), RoomPutStateResponse)
    await step(
        "bob sees the new topic", sync_until(bob, "topic", lambda _: bob.rooms[room].topic == "Mortar")
    )
    got = want(await bob.room_get_state_event(room, "m.room.topic"), RoomGetStateEventResponse)
    assert got.content["topic"] == "Mortar"
    state = want(await bob.room_get_state(room), RoomGetStateResponse)
    assert {e["state_key"] for e in state.events if e["type"] == "m.room.member"} == {
        alice.user_id,
        bob.user_id,
    }
    members = want(await bob.joined_members(room), JoinedMembersResponse).members
    assert {m.user_id for m in members} == {alice.user_id, bob.user_id}
    assert want(await bob.joined_rooms(), JoinedRoomsResponse).rooms == [room]
    await step("60 messages are paginated", paginate(alice, bob, room))

    want(await step("bob leaves", bob.room_leave(room)), RoomLeaveResponse)
    await sync_until(bob, "that he left", lambda answer: room in answer.rooms.leave)
    refused = want(
        await bob.room_send(room, "m.room.message", text("Anybody?")), RoomSendError
    )
    assert refused.status_code == "M_FORBIDDEN"
    want(await bob.room_forget(room), RoomForgetResponse)
    assert room not in bob.rooms


async def paginate(alice, bob, room):
    count = 60
    for i in range(count):
        want(
            await alice.room_send(room, "m.room.message", text(f"stone {i}")),
            RoomSendResponse,
        )
    fresh = AsyncClient(alice.homeserver, bob.user_id)
    want(await fresh.login(PASSWORD), LoginResponse)
    limited = {"room": {"timeline": {"limit": 5}}}
    first = want(await fresh.sync(timeout=0, sync_filter=limited), SyncResponse)
    info = first.rooms.join[room].timeline
    assert info.limited
    bodies = [e.body for e in reversed(info.events) if isinstance(e, RoomMessageText)]
    token = info.prev_batch
    while token:
        page = want(await fresh.room_messages(room, token, limit=20), RoomMessagesResponse)
        bodies += [e.body for e in page.chunk if isinstance(e, RoomMessageText)]
        token = page.end
        if token:
            oldest = token
    expected = ["Hello, Bob", "Hello, Alice"] + [f"stone {i}" for i in range(count)]
    assert bodies[::-1] == expected, bodies
    forward = []
    token = oldest
    while token:
        page = want(
            await fresh.room_messages(
                room, token, limit=20, direction=MessageDirection.front
            ),
            RoomMessagesResponse,
        )
        forward += [e.body for e in page.chunk if isinstance(e, RoomMessageText)]
        token = page.end if page.chunk else None
    assert forward == expected[-len(forward) :], forward
    want(await fresh.logout(), LogoutResponse)
    await fresh.close()


async def main(base):
    alice = await step("alice registers and syncs", person(base, "nioalice"))
    bob = await step("bob registers and syncs", person(base, "niobob"))
    try:
        await talk(alice, bob)
        for client in (alice, bob):
            want(await client.logout(all_devices=True), LogoutResponse)
    finally:
        await alice.close()
        await bob.close()


asyncio.run(main(sys.argv[1]))
