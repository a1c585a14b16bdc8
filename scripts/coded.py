#!/usr/bin/env python3
"""Coded sheets of a corpus whose texts may not be copied: ids, offsets and labels only.

usage: coded.py pack SHEETS_DIR OUT.jsonl            sheets with their text -> one line a report, without it
       coded.py unpack CODED.jsonl CORPUS OUT_DIR    the same lines with the texts of CORPUS (JSONL, plain or .gz) -> sheets

A line has `id`, `length` (of the coded beginning of the report, in code points), `hash` (BLAKE2b of that beginning, 16
hexadecimal digits) and the sheet's `events`, `links` and `incidents`, in which every `text` is a `length`: the phrase is
the stretch of that length from `at`. `sentence` is left out; it is the sentence around the trigger. Standard library only.
"""
import hashlib
import json
import os
import re
import sys

from corpus import read_corpus


def digest(text):
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def without_text(node, text):
    if isinstance(node, list):
        return [without_text(x, text) for x in node]
    if not isinstance(node, dict):
        return node
    out = {k: without_text(v, text) for k, v in node.items() if k not in ("text", "sentence")}
    if "text" in node:
        at = node["at"] if "at" in node else text.find(node["text"])
        if text[at:at + len(node["text"])] != node["text"]:
            raise ValueError(f"expected the phrase at {at}, found {text[at:at + 20]!r}")
        out["at"], out["length"] = at, len(node["text"])
    return out


def with_text(node, text):
    if isinstance(node, list):
        return [with_text(x, text) for x in node]
    if not isinstance(node, dict):
        return node
    out = {k: with_text(v, text) for k, v in node.items() if k != "length"}
    if "length" in node:
        out["text"] = text[node["at"]:node["at"] + node["length"]]
    return out


def sentence(text, at):
    """The sentence around an offset: ends at a stop before a blank, or at a line's end."""
    start = text.rfind("\n", 0, at) + 1
    stops = [m.end() for m in re.finditer(r"[.؟!…][\"”»]?(?=\s)", text[start:at])]
    start += stops[-1] if stops else 0
    end = re.search(r"[.؟!…][\"”»]?(?=\s|$)|\n", text[at:])
    return text[start:at + end.end() if end else len(text)].strip()


def pack(folder, out):
    with open(out, "w", encoding="utf-8") as f:
        for name in sorted(n for n in os.listdir(folder) if n.endswith(".json")):
            with open(os.path.join(folder, name), encoding="utf-8") as g:
                sheet = json.load(g)
            text = sheet["text"]
            line = {"id": sheet["id"], "length": len(text), "hash": digest(text)}
            for key in ("events", "links", "incidents"):
                line[key] = without_text(sheet.get(key) or [], text)
            f.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def unpack(coded, corpus, folder):
    os.makedirs(folder, exist_ok=True)
    with open(coded, encoding="utf-8") as f:
        lines = {x["id"]: x for x in map(json.loads, f)}
    changed = 0
    found = set()
    for report in read_corpus(corpus):
        line = lines.get(report["id"])
        if line is None:
            continue
        found.add(report["id"])
        text = report["text"][:line["length"]]
        if digest(text) != line["hash"]:
            changed += 1
            continue
        sheet = {k: report.get(k) for k in ("id", "lang", "outlet", "published", "title")}
        sheet["text"] = text
        for key in ("events", "links", "incidents"):
            sheet[key] = with_text(line[key], text)
        for event in sheet["events"]:
            event["sentence"] = sentence(text, event["trigger"]["at"])
        with open(os.path.join(folder, f"{report['id']}.json"), "w", encoding="utf-8") as g:
            json.dump(sheet, g, ensure_ascii=False)
    missing = len(lines) - len(found)
    print(f"{len(found) - changed} sheets unpacked, {changed} skipped (text differs from the coded one), {missing} not in the corpus")


def main():
    match sys.argv[1:]:
        case ["pack", folder, out]:
            pack(folder, out)
        case ["unpack", coded, corpus, folder]:
            unpack(coded, corpus, folder)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
