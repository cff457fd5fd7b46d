"""Makes the golden vectors of events with the reference libraries, independent of Ashlar's code.

Every expected value comes from canonicaljson, signedjson, unpaddedbase64 and matrix-synapse. See the
README.md beside this file.
"""

import hashlib
import json
import random
import struct
import sys

from canonicaljson import encode_canonical_json
from signedjson.key import decode_signing_key_base64
from signedjson.sign import sign_json
from synapse.api.room_versions import KNOWN_ROOM_VERSIONS
from synapse.crypto.event_signing import (
    add_hashes_and_signatures,
    compute_content_hash,
    compute_event_reference_hash,
)
from synapse.events import make_event_from_dict
from synapse.events.utils import validate_canonicaljson
from synapse.synapse_rust.events import redact_event_dict
from unpaddedbase64 import encode_base64

VERSIONS = [str(number) for number in range(1, 13)]
SERVER = "house.example"
SEEDS = [
    "YJDBA9Xnr2sVqXD9Vj7XVUnmFZcZrlw8Md7kMW+3XA1",
    "b2xkIHNlZWRzIG1ha2UgZ29vZCB0ZXN0IGtleXMgMTI",
]
ALICE = "@alice:house.example"
BOB = "@bob:other.example"
RANDOM = random.Random(20261123)


class Num:
    """A number in a spelling of its own."""

    def __init__(self, text):
        self.text = text


def spelled(value):
    """JSON in one of its many spellings: white space, escapes, order of members."""
    gap = RANDOM.choice(["", "", " ", "\n  ", "\t"])
    if isinstance(value, Num):
        return value.text
    if isinstance(value, str):
        return '"' + "".join(letter(char) for char in value) + '"'
    if isinstance(value, list):
        return "[" + gap + ("," + gap).join(spelled(each) for each in value) + gap + "]"
    if isinstance(value, dict):
        names = list(value)
        RANDOM.shuffle(names)
        members = (spelled(name) + gap + ":" + gap + spelled(value[name]) for name in names)
        return "{" + gap + ("," + gap).join(members) + gap + "}"
    return json.dumps(value)


def letter(char):
    code = ord(char)
    if char in '"\\' or code < 0x20:
        short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
        if char in short and RANDOM.random() < 0.5:
            return short[char]
        return "\\u%04x" % code
    if char == "/" and RANDOM.random() < 0.5:
        return "\\/"
    if RANDOM.random() < 0.05:
        if code > 0xFFFF:
            code -= 0x10000
            return "\\u%04X\\u%04x" % (0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF))
        return "\\u%04X" % code
    return char


ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz0123456789 ._-/",
    '"\\/\b\t\n\f\r\x00\x01\x0b\x1f\x7f\x80\u2028\ufeff',
    "äöüßéñ日本語русский\u0301\ue000\uffee\uffff",
    "😀🏳️\U00010000\U0010ffff𝔘\ufffd\ud7ff",
]


def text(most=12):
    alphabet = RANDOM.choice(ALPHABETS)
    return "".join(RANDOM.choice(alphabet) for _ in range(RANDOM.randrange(most)))


def number(strict):
    safe = [0, 1, -1, 10, 255, 2**31, -(2**31), 2**53 - 1, -(2**53) + 1, RANDOM.randrange(10**12)]
    if strict or RANDOM.random() < 0.6:
        return RANDOM.choice(safe + [Num("-0")])
    return RANDOM.choice(
        [
            Num(RANDOM.choice(["1.0", "0.1", "1e0", "1E+2", "-0.0", "1e22", "5e-324", "1.50", "1e-7", "12345.678e-2"])),
            Num(repr(random_double())),
            2**53,
            -(2**53),
            2**63,
            2**64 + 1,
            RANDOM.randrange(10**40),
        ]
    )


def random_double():
    while True:
        value = struct.unpack(">d", RANDOM.getrandbits(64).to_bytes(8, "big"))[0]
        if value == value and abs(value) != float("inf"):
            return value


def value(depth, strict):
    kind = RANDOM.randrange(8 if depth > 0 else 5)
    if kind == 0:
        return RANDOM.choice([True, False, None])
    if kind in (1, 2):
        return number(strict)
    if kind in (3, 4):
        return text()
    if kind == 5:
        return [value(depth - 1, strict) for _ in range(RANDOM.randrange(4))]
    return {text(): value(depth - 1, strict) for _ in range(RANDOM.randrange(5))}


def contents(version):
    """Type, state key or None, content, further members of the event."""
    levels = {
        "users": {ALICE: 100, BOB: 50},
        "users_default": 0,
        "events": {"m.room.name": 50, "m.room.power_levels": 100},
        "events_default": 0,
        "state_default": 50,
        "ban": 50,
        "kick": 50,
        "redact": 50,
        "invite": 25,
        "notifications": {"room": 50},
        "historical": 100,
        "x": {"y": 1},
    }
    signed = {
        "mxid": BOB,
        "token": "abc",
        "signatures": {"id.example": {"ed25519:0": "c2lnbmF0dXJl"}},
    }
    third = {"display_name": "b...", "signed": signed, "more": 1}
    yield "m.room.create", "", {"creator": ALICE, "room_version": version, "type": "m.space", "m.federate": False, "predecessor": {"room_id": "!o:house.example", "event_id": "$e"}}, {}
    yield "m.room.create", "", {"room_version": version, "additional_creators": [BOB], "creator": ALICE}, {"origin": SERVER}
    yield "m.room.member", ALICE, {"membership": "join", "displayname": "Älice 😀", "avatar_url": "mxc://a/b"}, {}
    yield "m.room.member", BOB, {"membership": "invite", "third_party_invite": third, "is_direct": True}, {}
    yield "m.room.member", BOB, {"membership": "invite", "third_party_invite": {"display_name": "b..."}}, {}
    yield "m.room.member", BOB, {"membership": "invite", "third_party_invite": "text"}, {}
    yield "m.room.member", ALICE, {"membership": "join", "join_authorised_via_users_server": ALICE, "reason": "r"}, {"membership": "join"}
    yield "m.room.member", BOB, {"membership": "ban", "reason": "spam \x00 \u2028"}, {"prev_state": [], "origin": SERVER}
    yield "m.room.member", ALICE, {"membership": "knock", "reason": ""}, {"else": "x", "membership": "leave"}
    yield "m.room.member", ALICE, {}, {}
    yield "m.room.power_levels", "", levels, {}
    yield "m.room.power_levels", "", {name: "100" for name in levels if name not in ("users", "events", "notifications", "x")}, {}
    yield "m.room.power_levels", "", {"users": None, "invite": []}, {}
    yield "m.room.join_rules", "", {"join_rule": "restricted", "allow": [{"type": "m.room_membership", "room_id": "!o:house.example"}], "more": True}, {}
    yield "m.room.join_rules", "", {"join_rule": "public"}, {"origin": SERVER, "prev_state": [["$a", {}]]}
    yield "m.room.history_visibility", "", {"history_visibility": "joined", "more": 1}, {}
    yield "m.room.aliases", SERVER, {"aliases": ["#a:house.example"], "more": 1}, {}
    yield "m.room.canonical_alias", "", {"alias": "#a:house.example"}, {}
    yield "m.room.redaction", None, {"reason": "no", "redacts": "$target"}, {}
    yield "m.room.redaction", None, {"reason": "no"}, {"redacts": "$target:house.example"}
    yield "m.room.third_party_invite", "abc", {"display_name": "b", "public_key": "k", "public_keys": []}, {}
    yield "m.room.message", None, {"body": "Hello", "msgtype": "m.text"}, {}
    yield "m.room.message", None, {"body": "\u0000\u001f\"\\/\x7f", "\U0010ffff": 1, "\uffff": 2, "é": 3, "e": 4, "": 5}, {}
    yield "m.room.message", None, {}, {"unsigned": {"age": 12, "x": {"y": [1]}}}
    yield "m.room.message", None, {"numbers": [0, Num("-0"), 2**53 - 1, -(2**53) + 1]}, {}
    yield "m.room.topic", "", {"topic": "日本" * 20}, {"signatures_": 1, "content_": {}}
    yield "m.room.encrypted", None, {"ciphertext": "x" * 900, "algorithm": "m.megolm.v1.aes-sha2"}, {}
    yield "example.state", "key\n", {"deep": [[[[{"a": [{}]}]]]]}, {}
    yield "", "", {"": None}, {}
    # Not canonical: taken by versions 1 to 5 only.
    yield "m.room.message", None, {"n": Num("1.0")}, {}
    yield "m.room.message", None, {"n": [Num("1e10"), Num("-0.0"), Num("1.5E-7")]}, {}
    yield "m.room.message", None, {"n": 2**53}, {}
    yield "m.room.message", None, {"n": {"m": -(2**53)}}, {}
    yield "m.room.message", None, {"n": 10**30}, {"top": Num("0.1")}
    yield "m.room.power_levels", "", {"users": {ALICE: Num("50.57"), BOB: "100"}, "ban": Num("5.114698E4")}, {}
    for _ in range(16):
        yield text(), RANDOM.choice([None, "", text()]), {text(): value(3, RANDOM.random() < 0.7) for _ in range(6)}, {}


def references(version, count):
    ids = ["$" + encode_base64(RANDOM.randbytes(32)).replace("/", "_") for _ in range(count)]
    if version in ("1", "2"):
        return [[each + ":house.example", {"sha256": encode_base64(RANDOM.randbytes(32))}] for each in ids]
    return ids


def drafts(version):
    for index, (kind, key, content, more) in enumerate(contents(version)):
        pdu = {
            "type": kind,
            "sender": ALICE,
            "content": content,
            "depth": index + 1,
            "origin_server_ts": 1_700_000_000_000 + index,
            "prev_events": references(version, 0 if kind == "m.room.create" else index % 4),
            "auth_events": references(version, 0 if kind == "m.room.create" else index % 5),
        }
        pdu.update(more)
        if key is not None:
            pdu["state_key"] = key
        if version != "12" or kind != "m.room.create":
            pdu["room_id"] = "!room:house.example"
        if version in ("1", "2"):
            pdu["event_id"] = "$e%d:house.example" % index
        yield kind + "-" + str(index), pdu


def canonical(value):
    return encode_canonical_json(value).decode()


def event(version, name, draft):
    row = KNOWN_ROOM_VERSIONS[version]
    plain = json.loads(spelled(draft))
    unsigned = plain.pop("unsigned", None)
    result = {"kind": "event", "version": version, "name": name}
    if row.strict_canonicaljson:
        try:
            validate_canonicaljson(plain)
        except Exception:
            plain.update(hashes={"sha256": "x"}, signatures={})
            draft.update(hashes={"sha256": "x"}, signatures={})
            return result | {"given": spelled(draft), "refused": True}
    key_id = "k" + version
    key = decode_signing_key_base64("ed25519", key_id, SEEDS[int(version) % 2])
    add_hashes_and_signatures(row, plain, SERVER, key)
    draft.update(hashes=plain["hashes"], signatures=plain["signatures"])
    made = make_event_from_dict(plain, row)
    redacted = redact_event_dict(row, plain)
    redacted.pop("unsigned", None)
    reference = compute_event_reference_hash(made)[1]
    bare = {name: each for name, each in redacted.items() if name != "signatures"}
    assert hashlib.sha256(encode_canonical_json(bare)).digest() == reference
    if unsigned is not None:
        draft["unsigned"] = unsigned
    return result | {
        "given": spelled(draft),
        "canonical": canonical(plain),
        "content_hash": encode_base64(compute_content_hash(plain, hashlib.sha256)[1]),
        "redacted": canonical(redacted),
        "reference_hash": encode_base64(reference),
        "event_id": made.event_id,
        "key": "ed25519 " + key_id + " " + SEEDS[int(version) % 2],
        "signature": plain["signatures"][SERVER]["ed25519:" + key_id],
    }


def is_strict(value):
    try:
        validate_canonicaljson(value)
        return True
    except Exception:
        return False


def json_vectors():
    for _ in range(150):
        given = spelled(value(5, RANDOM.random() < 0.5))
        plain = json.loads(given)
        yield {"kind": "json", "given": given, "canonical": canonical(plain), "strict": is_strict(plain)}


def number_vectors():
    fixed = "0.0 -0.0 1.0 10.0 100.5 1e0 1E5 1e15 1e16 1e17 123456789012345678.0 9007199254740993.0 0.001 0.0001 0.00001".split()
    fixed += "5e-324 4.9e-324 1e-323 2e-323 2.2250738585072014e-308 1.7976931348623157e308 2e23 1e23 9.5e22 0.1e1 1.10".split()
    texts = fixed + [repr(random_double()) for _ in range(150)]
    texts += ["%de%d" % (RANDOM.randrange(1, 10), RANDOM.randrange(-323, 309)) for _ in range(60)]
    texts += [repr(RANDOM.randrange(10**8) / 10 ** RANDOM.randrange(1, 9)) for _ in range(60)]
    texts += ["%.25e" % random_double() for _ in range(30)]
    texts += [str(RANDOM.randrange(-(10**30), 10**30)) for _ in range(20)]
    for given in texts:
        plain = json.loads(given)
        if plain in (float("inf"), float("-inf")):
            continue
        yield {"kind": "number", "given": given, "canonical": canonical(plain)}


def signature_vectors():
    key = decode_signing_key_base64("ed25519", "1", SEEDS[1])
    for _ in range(40):
        given = {text(): value(3, True) for _ in range(5)} | {"unsigned": {"age": 1}}
        plain = json.loads(spelled(given))
        yield {
            "kind": "signed",
            "given": spelled(given),
            "key": "ed25519 1 " + SEEDS[1],
            "signed": canonical(sign_json(dict(plain), "id.example", key)),
        }


def main():
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for version in VERSIONS:
            for name, draft in drafts(version):
                out.write(json.dumps(event(version, name, draft), ensure_ascii=True) + "\n")
        for vectors in (json_vectors(), number_vectors(), signature_vectors()):
            for vector in vectors:
                out.write(json.dumps(vector, ensure_ascii=True) + "\n")


main()
