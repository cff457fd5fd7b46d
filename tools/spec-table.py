#!/usr/bin/env python3
"""Writes the table of operations that itests/spec walks: tools/spec-table.py MATRIX-SPEC-FOLDER > operations.jsonl

One line for each operation of the client API: method, path, authentication, parameters, body, answers.
Schemas are cut to types (t), required members (r), members (p), further members (x), items (i),
allowed values (e) and alternatives (any). Needs PyYAML.
"""

import json
import pathlib
import sys

import yaml

DEPTH = 12
CODE = "errcode"


def load(path, cache={}):
    path = path.resolve()
    if path not in cache:
        cache[path] = yaml.safe_load(path.read_text())
    return cache[path]


def target(ref, path):
    file, _, pointer = ref.partition("#")
    where = (path.parent / file) if file else path
    node = load(where)
    for part in pointer.strip("/").split("/") if pointer else []:
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node, where


def merge(into, more):
    for key, value in more.items():
        if key == "p":
            into.setdefault("p", {}).update(value)
        elif key == "r":
            into["r"] = sorted(set(into.get("r", [])) | set(value))
        else:
            into.setdefault(key, value)
    return into


def schema(node, path, depth=0):
    """The shape of a schema, references followed."""
    if depth > DEPTH or not isinstance(node, dict):
        return {}
    shape = {}
    if "$ref" in node:
        found, where = target(node["$ref"], path)
        merge(shape, schema(found, where, depth + 1))
    types = node.get("type")
    if types is not None:
        shape["t"] = types
    if node.get("required") and isinstance(node["required"], list):
        merge(shape, {"r": node["required"]})
    if node.get("properties"):
        merge(shape, {"p": {k: schema(v, path, depth + 1) for k, v in node["properties"].items()}})
    if isinstance(node.get("additionalProperties"), dict):
        shape["x"] = schema(node["additionalProperties"], path, depth + 1)
    if node.get("patternProperties"):
        shapes = [schema(v, path, depth + 1) for v in node["patternProperties"].values()]
        shape["x"] = shapes[0] if len(shapes) == 1 else {"any": shapes}
    if isinstance(node.get("items"), dict):
        shape["i"] = schema(node["items"], path, depth + 1)
    if node.get("enum"):
        shape["e"] = node["enum"]
    for part in node.get("allOf", []):
        merge(shape, schema(part, path, depth + 1))
    for word in ("oneOf", "anyOf"):
        if node.get(word):
            shape["any"] = [schema(part, path, depth + 1) for part in node[word]]
    return shape


def resolved(node, path):
    while isinstance(node, dict) and "$ref" in node:
        node, path = target(node["$ref"], path)
    return node, path


def codes(node, found):
    if isinstance(node, dict):
        for key, value in node.items():
            if key == CODE and isinstance(value, str):
                found.add(value)
            codes(value, found)
    elif isinstance(node, list):
        for value in node:
            codes(value, found)
    return found


def examples(media, path):
    found = []
    if "example" in media:
        found.append(media["example"])
    for value in (media.get("examples") or {}).values():
        value, where = resolved(value, path)
        value = value.get("value", value) if isinstance(value, dict) else value
        value, _ = resolved(value, where)
        found.append(value)
    if not found:
        made = sample(media.get("schema", {}), path)
        if made is not None:
            found.append(made)
    return found


def sample(node, path, depth=0):
    """The example of a schema, put together of the examples of its members."""
    if depth > DEPTH or not isinstance(node, dict):
        return None
    if "example" in node:
        return node["example"]
    if node.get("examples"):
        first = node["examples"]
        first = first[0] if isinstance(first, list) else next(iter(first.values()))
        return first
    made = {}
    if "$ref" in node:
        found, where = target(node["$ref"], path)
        part = sample(found, where, depth + 1)
        if not isinstance(part, dict):
            return part
        made.update(part)
    for part in node.get("allOf", []):
        part = sample(part, path, depth + 1)
        if isinstance(part, dict):
            made.update(part)
    for key, value in (node.get("properties") or {}).items():
        part = sample(value, path, depth + 1)
        if part is not None:
            made[key] = part
    if made or node.get("type") == "object":
        return made
    if node.get("type") == "array":
        part = sample(node.get("items", {}), path, depth + 1)
        return [] if part is None else [part]
    if node.get("enum"):
        return node["enum"][0]
    return {"string": "text", "integer": 1, "number": 1, "boolean": True}.get(str(node.get("type")))


def auth(operation):
    security = operation.get("security")
    if not security:
        return "none"
    return "optional" if any(not entry for entry in security) else "required"


def answer(node, path):
    node, path = resolved(node, path)
    result = {}
    found = codes(node, set())
    for media in (node.get("content") or {}).values():
        for example in examples(media, path):
            codes(example, found)
        if "schema" in media:
            result["schema"] = schema(media["schema"], path)
            inner, where = resolved(media["schema"], path)
            codes(inner.get("examples"), found)
            codes(inner.get("example"), found)
    if found:
        result["codes"] = sorted(found)
    return result


def operation(method, route, node, shared, path):
    line = {
        "method": method.upper(),
        "path": route,
        "id": node.get("operationId", ""),
        "auth": auth(node),
        "deprecated": bool(node.get("deprecated")),
    }
    params = []
    for param in shared + node.get("parameters", []):
        param, where = resolved(param, path)
        params.append(
            {
                "in": param["in"],
                "name": param["name"],
                "required": bool(param.get("required")),
                "schema": schema(param.get("schema", {}), where),
                "example": param.get("example", sample(param.get("schema", {}), where)),
            }
        )
    line["params"] = params
    if "requestBody" in node:
        body, where = resolved(node["requestBody"], path)
        media = body["content"].get("application/json")
        if media:
            line["body"] = schema(media.get("schema", {}), where)
            line["examples"] = examples(media, where)
    line["answers"] = {str(status): answer(found, path) for status, found in node["responses"].items()}
    return line


def main():
    folder = pathlib.Path(sys.argv[1]) / "data" / "api" / "client-server"
    lines = []
    for path in sorted(folder.glob("*.yaml")):
        api = load(path)
        base = api["servers"][0].get("variables", {}).get("basePath", {}).get("default", "")
        for route, item in api["paths"].items():
            route = route.strip()
            for method in ("get", "put", "post", "delete"):
                if method in item:
                    full = "" if route.startswith("/.well-known") else base
                    lines.append(
                        operation(method, full + route, item[method], item.get("parameters", []), path)
                    )
    for line in sorted(lines, key=lambda each: (each["path"], each["method"], each["id"])):
        print(json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str))


main()
