"""Makes verdicts on random events in random rooms with the reference implementation's rules.

Kept are the bodies of the events; both sides compute ids themselves. See the README.md beside this file.
"""

import json
import random
import sys

from synapse.api.errors import AuthError, SynapseError
from synapse.api.room_versions import KNOWN_ROOM_VERSIONS
from synapse.event_auth import check_state_dependent_auth_rules
from synapse.events import make_event_from_dict

RANDOM = random.Random(12)
CREATOR, ALICE, BOB = "@creator:a.example", "@alice:a.example", "@bob:b.example"
PEOPLE = [CREATOR, ALICE, BOB]
MEMBERSHIPS = ["join", "invite", "leave", "ban", "knock"]
JOIN_RULES = ["public", "invite", "knock", "restricted", "knock_restricted", "private"]
NAMED = ["users_default", "events_default", "state_default", "ban", "redact", "kick", "invite"]
TYPES = ["m.room.message", "m.room.topic", "m.room.power_levels", "m.room.redaction"]
COUNT = 100
COMMON = {
    "auth_events": [],
    "depth": 1,
    "hashes": {"sha256": "x"},
    "origin_server_ts": 1,
    "signatures": {},
}


def pick(*choices):
    return RANDOM.choice(choices)


def level(number, most):
    value = pick(0, 0, 10, 49, 50, 50, 51, 100)
    value = min(value, most)
    if number < 10 and RANDOM.random() < 0.2:
        return pick("%d", "+%d", " %d ", "00%d", "\t%d\n") % value
    if number < 6 and RANDOM.random() < 0.2:
        return value + pick(0.0, 0.3, 0.99)
    return value


def levels(number, most=100, users=PEOPLE):
    content = {name: level(number, most) for name in NAMED if RANDOM.random() < 0.3}
    if RANDOM.random() < 0.8:
        content["users"] = {user: level(number, most) for user in users if RANDOM.random() < 0.7}
    for name, keys in (("events", TYPES), ("notifications", ["room", "x"])):
        if RANDOM.random() < 0.5:
            content[name] = {key: level(number, most) for key in keys if RANDOM.random() < 0.4}
    return content


def changed(number, content):
    """The levels with one or two of them changed."""
    content = json.loads(json.dumps(content))
    for _ in range(pick(0, 1, 1, 2)):
        target = content
        names = NAMED
        inner = pick(None, "users", "events", "notifications")
        if inner is not None:
            target = content.setdefault(inner, {})
            names = {"users": PEOPLE, "events": TYPES, "notifications": ["room", "x"]}[inner]
        name = pick(*names)
        if RANDOM.random() < 0.3:
            target.pop(name, None)
        else:
            target[name] = level(number, 100)
    return content


class Room:
    def __init__(self, version):
        self.number = int(version)
        self.row = KNOWN_ROOM_VERSIONS[version]
        self.count = 0
        content = {"room_version": version}
        if self.number < 11:
            content["creator"] = pick(CREATOR, CREATOR, CREATOR, ALICE)
        if RANDOM.random() < 0.2:
            content["m.federate"] = pick(True, False)
        if RANDOM.random() < 0.2:
            content["additional_creators"] = [ALICE]
        self.room_id = "!room:a.example"
        self.create = self.event(CREATOR, "m.room.create", "", content)
        if self.number >= 12:
            self.room_id = "!" + self.create.event_id[1:]

    def event(self, sender, kind, key, content, more=None):
        self.count += 1
        first = kind == "m.room.create"
        pdu = {
            "type": kind,
            "sender": sender,
            "content": content,
            "prev_events": [] if first else self.after(),
        } | COMMON
        if key is not None:
            pdu["state_key"] = key
        if not (first and self.number >= 12):
            pdu["room_id"] = self.room_id
        if self.number < 3:
            pdu["event_id"] = "$e%d:%s" % (self.count, sender.split(":")[1])
        pdu.update(more or {})
        return make_event_from_dict(pdu, self.row)

    def after(self):
        ids = [self.create.event_id] if RANDOM.random() < 0.2 else ["$other:a.example"]
        return [[each, {"sha256": "x"}] for each in ids] if self.number < 3 else ids

    def state(self):
        state = [self.create]
        for user in PEOPLE:
            if RANDOM.random() < 0.8:
                membership = pick("join", "join", "join", "join", *MEMBERSHIPS)
                state.append(self.event(user, "m.room.member", user, {"membership": membership}))
        users = PEOPLE
        if self.number >= 12:
            users = [user for user in PEOPLE if user not in self.creators()]
        if RANDOM.random() < 0.8:
            state.append(self.event(CREATOR, "m.room.power_levels", "", levels(self.number, users=users)))
        if RANDOM.random() < 0.8:
            state.append(self.event(CREATOR, "m.room.join_rules", "", {"join_rule": pick(*JOIN_RULES)}))
        return state

    def creators(self):
        return [CREATOR, *self.create.content.get("additional_creators", [])]

    def asked(self, state):
        sender = pick(*PEOPLE)
        kind = pick("member", "member", "member", "levels", "levels", "send", "redact", "aliases", "third")
        if kind == "member":
            content = {"membership": pick(*MEMBERSHIPS)}
            if content["membership"] == "join" and RANDOM.random() < 0.3:
                content["join_authorised_via_users_server"] = pick(*PEOPLE)
            return self.event(sender, "m.room.member", pick(sender, *PEOPLE), content)
        if kind == "levels":
            old = [event for event in state if event.type == "m.room.power_levels"]
            content = changed(self.number, dict(old[0].get_pdu_json()["content"])) if old else levels(self.number)
            return self.event(sender, "m.room.power_levels", "", content)
        if kind == "redact":
            target = pick("$x:a.example", "$x:b.example")
            return self.event(sender, "m.room.redaction", None, {}, {"redacts": target})
        if kind == "aliases":
            return self.event(sender, "m.room.aliases", pick("a.example", "b.example", ""), {})
        if kind == "third":
            return self.event(sender, "m.room.third_party_invite", "t", {})
        return self.event(sender, pick(*TYPES[:2]), pick(None, "", *PEOPLE), {})


def allowed(event, state):
    try:
        check_state_dependent_auth_rules(event, state)
        return True
    except (AuthError, SynapseError):
        return False


def is_extra(event, state):
    """The reference also keeps memberships of users of other servers out of closed rooms; no text does."""
    closed = state[0].content.get("m.federate") is False
    return closed and event.type == "m.room.member" and event.state_key == BOB


def body(event):
    pdu = event.get_pdu_json()
    return {name: value for name, value in pdu.items() if name not in COMMON and name != "unsigned"}


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for version in (str(number) for number in range(1, 13)):
            made = 0
            while made < COUNT:
                room = Room(version)
                state = room.state()
                event = room.asked(state)
                if is_extra(event, state) or allowed(event, state) != (made % 2 == 0):
                    continue
                made += 1
                row = {
                    "version": version,
                    "state": [body(each) for each in state],
                    "event": body(event),
                    "allowed": allowed(event, state),
                }
                out.write(json.dumps(row, separators=(",", ":")) + "\n")


main()
