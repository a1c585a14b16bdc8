#!/usr/bin/env python3
"""Counts false event mentions in reports that hold none.

usage: quiet.py --marsad PROGRAM [--pack DIR] [--list] TABLE CORPUS

TABLE has one report a line after its header: id, length and topic, parted by tabs. The first `length` characters (code
points) of each were read by a person and hold no political or security event, so every mention found there is false.
CORPUS holds the reports as JSON lines (plain or .gz). The texts are coded without their titles, which were not cut.
Prints the mentions in all and a report, by topic, type, trigger word, lexicon entry and report; --list also shows each
one in its sentence. A measure, not a test: exits 0 however many there are, and 1 only where nothing could be measured.
"""

import argparse
import collections
import csv
import json
import os
import subprocess
import sys
import tempfile

from corpus import read_corpus


def main():
    args = arguments()
    table = read_table(args.table)
    reports = cut(table, args.corpus)
    missing = [i for i in table if i not in reports]
    if missing:
        few = " ".join(missing[:5])
        print(f"quiet: {len(missing)} of {len(table)} reports are not in the corpus, or too short: {few}")
    if not reports:
        print("quiet: nothing was measured")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        sheets = code(args, reports, folder)
    if sheets is None:
        return 1
    show(table, reports, sheets, args.list)
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marsad", required=True, metavar="PROGRAM", help="the program to measure")
    parser.add_argument("--pack", metavar="DIR", help="a pack folder in place of the built-in pack")
    parser.add_argument("--list", action="store_true", help="show every false mention in its sentence")
    parser.add_argument("table", metavar="TABLE")
    parser.add_argument("corpus", metavar="CORPUS")
    return parser.parse_args()


def read_table(path):
    """Length and topic of each report, by id."""
    with open(path, encoding="utf-8", newline="") as f:
        return {row["id"]: (int(row["length"]), row["topic"]) for row in csv.DictReader(f, delimiter="\t")}


def cut(table, path):
    """The reports of the table, without title and cut to the length that was read, in the order of the table."""
    found = {}
    for report in read_corpus(path):
        name = report["id"]
        if name in table and len(report["text"]) >= table[name][0]:
            found[name] = dict(report, title="", text=report["text"][:table[name][0]])
    return {name: found[name] for name in table if name in found}


def code(args, reports, folder):
    """The coded sheets by id, or None where the program failed."""
    source, out = os.path.join(folder, "reports.jsonl"), os.path.join(folder, "sheets")
    with open(source, "w", encoding="utf-8") as f:
        for report in reports.values():
            f.write(json.dumps(report, ensure_ascii=False) + "\n")
    command = [args.marsad, "code", source, "--out", out] + (["--pack", args.pack] if args.pack else [])
    try:
        coded = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError as error:
        print(f"quiet: {error}")
        return None
    if coded.returncode != 0:
        print(f"quiet: the program ended with {coded.returncode}\n{coded.stderr.strip()}")
        return None
    sheets = {}
    for name in reports:
        path = os.path.join(out, name + ".json")
        if not os.path.isfile(path):
            print(f"quiet: no sheet for {name}")
            return None
        with open(path, encoding="utf-8") as f:
            sheets[name] = json.load(f)
    return sheets


def show(table, reports, sheets, every):
    events = [(name, event) for name in reports for event in sheets[name]["events"]]
    silent = sum(not sheets[name]["events"] for name in reports)
    characters = sum(len(report["text"]) for report in reports.values())
    print(f"{len(reports)} quiet reports, {characters} characters: {len(events)} false mentions, "
          f"{len(events) / len(reports):.2f} a report; {silent} reports with none")
    print("\nby topic\treports\tmentions\ta report")
    total = collections.Counter(table[name][1] for name in reports)
    false = collections.Counter(table[name][1] for name, _ in events)
    for topic in sorted(total, key=lambda t: (-false[t] / total[t], t)):
        print(f"{topic}\t{total[topic]}\t{false[topic]}\t{false[topic] / total[topic]:.2f}")
    tally("by type", (event["type"] for _, event in events))
    tally("by trigger", (words(event) for _, event in events), 20)
    tally("by entry of the event lexicon", (entry(event) for _, event in events), 20)
    tally("by report", (f"{name} {table[name][1]}" for name, _ in events))
    if every:
        print("\nevery one")
        for name, event in events:
            sentence = " ".join(event.get("sentence", "").split())
            print(f"{name}\t{table[name][1]}\t{event['type']}\t{words(event)}\t{sentence}")


def tally(title, values, most=None):
    counted = collections.Counter(values)
    shown = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    left = f" (the first {most} of {len(counted)})" if most and len(counted) > most else ""
    print(f"\n{title}{left}")
    for value, number in shown:
        print(f"{value}\t{number}")


def words(event):
    trigger = event["trigger"]
    return trigger["text"] if isinstance(trigger, dict) else trigger


def entry(event):
    """The word of the lexicon that made the trigger, which may stand in the text in many forms; else the trigger."""
    trigger = event["trigger"]
    rule = trigger.get("rule", "") if isinstance(trigger, dict) else ""
    return rule.partition(" ")[2] or words(event)


if __name__ == "__main__":
    sys.exit(main())
