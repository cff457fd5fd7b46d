"""Resolves forks of random rooms with Synapse's resolvers, and compares.

    resolve.py FILE     lines as RandomGraphs writes them; the exit code decides
"""

import asyncio
import json
import sys
from collections import Counter

from synapse.api.room_versions import KNOWN_ROOM_VERSIONS, StateResolutionVersions
from synapse.events import make_event_from_dict
import synapse.event_auth  # first: it and synapse.state import each other
from synapse.state import v1, v2
from synapse.storage.databases.main.event_federation import StateDifference


class Clock:
    async def sleep(self, duration):
        pass


class Store:
    """The events of one room, and questions about its auth chains answered by walking."""

    def __init__(self, events):
        self.events = events
        self.chains = {}

    async def get_events(self, event_ids, allow_rejected=False):
        return {i: self.events[i] for i in event_ids if i in self.events}

    def chain(self, event_id):
        known = self.chains.get(event_id)
        if known is None:
            known = set()
            for auth in self.events[event_id].auth_event_ids():
                known |= {auth} | self.chain(auth)
            self.chains[event_id] = known
        return known

    async def get_auth_chain_difference(self, room_id, state_sets, conflicted, additional):
        chains = [set().union(*({i} | self.chain(i) for i in ids)) for ids in state_sets]
        difference = set.union(*chains) - set.intersection(*chains)
        if conflicted is None:
            return StateDifference(difference, None)
        below = set().union(*({i} | self.chain(i) for i in conflicted))
        subgraph = {i for i in below if i in conflicted or self.chain(i) & conflicted}
        return StateDifference(difference, subgraph)


async def resolve(version, room_id, states, store):
    if version.state_res == StateResolutionVersions.V1:
        return await v1.resolve_events_with_store(
            room_id, version, states, None, store.get_events
        )
    return await v2.resolve_events_with_store(Clock(), room_id, version, states, None, store)


def state(entries):
    return {(type, key): event_id for type, key, event_id in entries}


async def main(file):
    equal, different = Counter(), Counter()
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            room = json.loads(line)
            version = KNOWN_ROOM_VERSIONS[room["version"]]
            events = {}
            for each in room["events"]:
                event = make_event_from_dict(each["pdu"], version)
                assert event.event_id == each["id"], (event.event_id, each["id"])
                events[event.event_id] = event
            store = Store(events)
            for fork in room["forks"]:
                states = [state(entries) for entries in fork["states"]]
                theirs = dict(await resolve(version, room["room"], states, store))
                ours = state(fork["resolved"])
                if theirs == ours:
                    equal[version.identifier] += 1
                else:
                    different[version.identifier] += 1
                    if different[version.identifier] <= 3:
                        for key in sorted(theirs.keys() | ours.keys()):
                            if theirs.get(key) != ours.get(key):
                                print(f"line {number}: {key}: {ours.get(key)} here, {theirs.get(key)} there")
    for name in sorted(equal.keys() | different.keys(), key=int):
        print(f"version {name}: {equal[name]} forks equal, {different[name]} different")
    if different or not equal:
        sys.exit(1)


asyncio.run(main(sys.argv[1]))
