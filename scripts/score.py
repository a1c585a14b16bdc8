#!/usr/bin/env python3
"""Scores the engine against coded sheets.

usage: score.py [--marsad BINARY] [--gold FOLDER] [--out FOLDER] [--misses N] [--pack DIR]

Codes the texts of GOLD/dev and GOLD/blind, checks that every sheet keeps the guide, and runs the scorer beside the
sheets. Of the blind set only totals are shown, and its coded sheets are deleted again: it stays unread.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile


def main():
    args = arguments()
    if not os.path.isfile(os.path.join(args.gold, "score.py")):
        print(f"score: no coded sheets at {args.gold}; set GOLD=folder to score. Nothing was measured.")
        return 0
    broken = 0
    for name in ("dev", "blind"):
        sheets = os.path.join(args.gold, name)
        if not os.path.isdir(sheets):
            print(f"{name}: no such folder in {args.gold}")
            continue
        blind = name == "blind"
        with tempfile.TemporaryDirectory() as temporary:
            out = temporary if blind else os.path.join(args.out, name)
            broken += not measure(args, name, sheets, out, blind)
    incidents(args)
    return 1 if broken else 0


def arguments():
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marsad", default=os.path.join(here, "target", "release", "marsad"))
    parser.add_argument("--gold", default=os.environ.get("GOLD") or os.path.join(here, "..", "shared", "gold"))
    parser.add_argument("--out", default=os.path.join(here, "out"))
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of the open set")
    parser.add_argument("--pack", help="a pack folder in place of the built-in pack")
    return parser.parse_args()


def measure(args, name, sheets, out, blind):
    """Codes, checks and scores one set. True if every coded sheet is valid."""
    clear(out)
    command = [args.marsad, "code", sheets, "--out", out] + (["--pack", args.pack] if args.pack else [])
    coded = subprocess.run(command, capture_output=True, text=True)
    # The last line has the totals; the lines before it may name reports.
    print(f"\n== {name}: {coded.stderr.strip().splitlines()[-1] if coded.stderr.strip() else coded.returncode}")
    if coded.returncode != 0:
        print("coding refused some reports" if blind else coded.stderr)
    problems = check(out)
    total = len(os.listdir(out))
    print(f"valid sheets: {total - len(problems)} of {total}")
    if not blind:
        for report, what in list(problems.items())[:10]:
            print(f"  {report}: {what[0]}")
    scorer = [sys.executable, os.path.join(args.gold, "score.py"), sheets, out]
    if args.misses and not blind:
        scorer += ["--misses", str(args.misses)]
    scored = subprocess.run(scorer, capture_output=True, text=True)
    print(scored.stdout.rstrip() if scored.returncode == 0 else "the scorer failed" if blind else scored.stderr)
    return not problems and coded.returncode == 0 and scored.returncode == 0


def clear(folder):
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.endswith(".json"):
            os.remove(os.path.join(folder, name))


def check(folder):
    """What is wrong with each sheet of a folder, by report: phrases must be the words at their offset."""
    found = {}
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            sheet = json.load(f)
        problems = []
        phrases(sheet["text"], sheet["events"] + sheet["mentions"], problems)
        for event in sheet["events"]:
            if event["sentence"] not in sheet["text"]:
                problems.append(f"{event['id']}: the sentence is not in the text")
        ids = [e["id"] for e in sheet["events"]]
        if len(set(ids)) != len(ids):
            problems.append("event ids repeat")
        if sorted(i for group in sheet["incidents"] for i in group) != sorted(ids):
            problems.append("incidents do not hold every mention once")
        for link in sheet["links"]:
            if link["from"] not in ids or link["to"] not in ids:
                problems.append("a link names no event")
        if problems:
            found[sheet["id"]] = problems
    return found


def phrases(text, node, problems):
    """Every object with `text` and `at` is an exact substring."""
    if isinstance(node, list):
        for item in node:
            phrases(text, item, problems)
    elif isinstance(node, dict):
        words, at = node.get("text"), node.get("at")
        if isinstance(words, str) and isinstance(at, int) and (not words or text[at:at + len(words)] != words):
            problems.append(f"not the words at {at}: {words!r}")
        for value in node.values():
            phrases(text, value, problems)


def incidents(args):
    """Scores resolved incidents, where the program resolves."""
    folder = os.path.join(args.gold, "incidents", "dev")
    scorer = os.path.join(args.gold, "score_incidents.py")
    if not os.path.isdir(folder) or not os.path.isfile(scorer):
        return
    known = subprocess.run([args.marsad, "resolve", "--help"], capture_output=True).returncode == 0
    if not known:
        print("\n== incidents: this version has no `marsad resolve`; not measured")
        return
    files = {n: os.path.join(folder, n) for n in sorted(os.listdir(folder))}
    gold = next((p for n, p in files.items() if "incident" in n), None)
    reports = next((p for n, p in files.items() if "report" in n), None)
    out = os.path.join(args.out, "incidents.jsonl")
    subprocess.run([args.marsad, "resolve", reports, "--out", out], check=True)
    print("\n== incidents")
    subprocess.run([sys.executable, scorer, gold, reports, out], check=False)


if __name__ == "__main__":
    sys.exit(main())
