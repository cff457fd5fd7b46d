"""Everything that people do in a client on the first days, with matrix-nio: python house.py BASE_URL

The exit code is 0 when every expectation holds.
"""

import asyncio
import sys

from nio import (
    AsyncClient,
    DeleteDevicesAuthResponse,
    DeleteDevicesResponse,
    DeletePushRuleResponse,
    EnablePushRuleResponse,
    JoinError,
    JoinResponse,
    LoginResponse,
    LogoutResponse,
    PresenceGetResponse,
    PresenceSetResponse,
    ProfileGetResponse,
    ProfileSetDisplayNameResponse,
    RedactedEvent,
    RoomBanResponse,
    RoomContextResponse,
    RoomCreateResponse,
    RoomDeleteAliasResponse,
    RoomForgetResponse,
    RoomGetVisibilityResponse,
    RoomKickResponse,
    RoomKnockResponse,
    RoomLeaveResponse,
    RoomPreset,
    RoomPutAliasResponse,
    RoomRedactError,
    RoomRedactResponse,
    RoomResolveAliasError,
    RoomResolveAliasResponse,
    RoomSendResponse,
    RoomUnbanResponse,
    RoomVisibility,
    SetPushRuleResponse,
    WhoamiError,
)
from nio.api import PushRuleKind, RelationshipType, ThreadInclusion

from nio.responses import PublicRoomsResponse, RoomUpgradeResponse

from people import PASSWORD, person, step, sync_until, text, timeline, want


async def say(client, room, body, relation=None):
    content = text(body)
    if relation:
        content["m.relates_to"] = relation
    sent = await client.room_send(room, "m.room.message", content)
    return want(sent, RoomSendResponse).event_id


async def directory(alice, bob, room):
    alias = "#niohouse:localhost"
    resolved = want(await bob.room_resolve_alias(alias), RoomResolveAliasResponse)
    assert resolved.room_id == room
    listed = want(
        await bob.list_public_rooms(limit=50, filter_generic_search_term="Nio House"),
        PublicRoomsResponse,
    )
    (entry,) = [each for each in listed.public_rooms if each.room_id == room]
    assert entry.canonical_alias == alias
    want(await bob.join(alias), JoinResponse)
    await sync_until(bob, "the joined room", lambda answer: room in answer.rooms.join)
    other = "#niohouse-other:localhost"
    want(await alice.room_put_alias(other, room), RoomPutAliasResponse)
    want(await alice.room_delete_alias(other), RoomDeleteAliasResponse)
    gone = want(await bob.room_resolve_alias(other), RoomResolveAliasError)
    assert gone.status_code == "M_NOT_FOUND"
    assert want(await bob.room_get_visibility(room), RoomGetVisibilityResponse).visibility == "public"


async def profiles(alice, bob, room):
    want(await bob.set_displayname("Bob the Mason"), ProfileSetDisplayNameResponse)
    await sync_until(
        alice,
        "bob's name",
        lambda _: alice.rooms[room].users[bob.user_id].display_name == "Bob the Mason"
        if bob.user_id in alice.rooms[room].users
        else None,
    )
    assert want(await alice.get_profile(bob.user_id), ProfileGetResponse).displayname == "Bob the Mason"
    want(await bob.set_presence("unavailable", "at lunch"), PresenceSetResponse)
    assert want(await alice.get_presence(bob.user_id), PresenceGetResponse).status_msg == "at lunch"


async def redactions(alice, bob, room):
    event = await say(bob, room, "What nobody should read")
    await sync_until(alice, "the text", lambda a: timeline(a, room, "What nobody should read"))
    want(await bob.room_redact(room, event, "a slip"), RoomRedactResponse)
    context = want(await alice.room_context(room, event, limit=2), RoomContextResponse)
    assert isinstance(context.event, RedactedEvent), context.event
    assert context.event.reason == "a slip"
    mine = await say(alice, room, "Mine")
    refused = want(await bob.room_redact(room, mine), RoomRedactError)
    assert refused.status_code == "M_FORBIDDEN"


async def relations(alice, bob, room):
    root = await say(alice, room, "A thread begins")
    thread = {"rel_type": "m.thread", "event_id": root}
    for body in ("one", "two"):
        await say(bob, room, body, thread)
    told = [
        event.body
        async for event in alice.room_get_event_relations(
            room, root, RelationshipType.thread, "m.room.message"
        )
    ]
    assert told == ["two", "one"], told
    roots = [event.event_id async for event in alice.room_get_threads(room, ThreadInclusion.all)]
    assert roots == [root], roots


async def rules(bob):
    want(
        await bob.set_pushrule("global", PushRuleKind.content, "mortar", pattern="mortar"),
        SetPushRuleResponse,
    )
    want(
        await bob.enable_pushrule("global", PushRuleKind.content, "mortar", False),
        EnablePushRuleResponse,
    )
    want(await bob.delete_pushrule("global", PushRuleKind.content, "mortar"), DeletePushRuleResponse)


async def memberships(alice, bob, carol, room):
    want(await carol.join(room), JoinResponse)
    want(await alice.room_kick(room, carol.user_id, "noise"), RoomKickResponse)
    want(await alice.room_ban(room, carol.user_id), RoomBanResponse)
    refused = want(await carol.join(room), JoinError)
    assert refused.status_code == "M_FORBIDDEN"
    want(await alice.room_unban(room, carol.user_id), RoomUnbanResponse)
    closed = want(
        await alice.room_create(
            preset=RoomPreset.private_chat,
            invite=[bob.user_id],
            initial_state=[
                {"type": "m.room.join_rules", "state_key": "", "content": {"join_rule": "knock"}}
            ],
        ),
        RoomCreateResponse,
    ).room_id
    want(await bob.room_leave(closed), RoomLeaveResponse)
    want(await carol.room_knock(closed, "please"), RoomKnockResponse)
    await alice.room_invite(closed, carol.user_id)
    want(await carol.join(closed), JoinResponse)


async def devices(bob):
    other = AsyncClient(bob.homeserver, bob.user_id)
    want(await other.login(PASSWORD, device_name="another"), LoginResponse)
    asked = want(await bob.delete_devices([other.device_id]), DeleteDevicesAuthResponse)
    auth = {
        "type": "m.login.password",
        "session": asked.session,
        "identifier": {"type": "m.id.user", "user": bob.user_id},
        "password": PASSWORD,
    }
    want(await bob.delete_devices([other.device_id], auth), DeleteDevicesResponse)
    refused = want(await other.whoami(), WhoamiError)
    assert refused.status_code == "M_UNKNOWN_TOKEN"
    await other.close()


async def house(alice, bob, carol):
    room = want(
        await alice.room_create(
            name="Nio House",
            preset=RoomPreset.public_chat,
            visibility=RoomVisibility.public,
            alias="niohouse",
            room_version="10",
        ),
        RoomCreateResponse,
    ).room_id
    await sync_until(alice, "the new room", lambda answer: room in answer.rooms.join)
    await step("directory and aliases", directory(alice, bob, room))
    await step("profiles and presence", profiles(alice, bob, room))
    await step("redactions", redactions(alice, bob, room))
    await step("relations and threads", relations(alice, bob, room))
    await step("push rules", rules(bob))
    await step("kick, ban, knock", memberships(alice, bob, carol, room))
    await step("devices", devices(bob))
    want(await step("upgrade", alice.room_upgrade(room, "11")), RoomUpgradeResponse)
    want(await bob.room_leave(room), RoomLeaveResponse)
    want(await bob.room_forget(room), RoomForgetResponse)


async def main(base):
    people = [await person(base, f"niohouse{name}") for name in ("alice", "bob", "carol")]
    try:
        await house(*people)
        for client in people:
            want(await client.logout(all_devices=True), LogoutResponse)
    finally:
        for client in people:
            await client.close()


asyncio.run(main(sys.argv[1]))
