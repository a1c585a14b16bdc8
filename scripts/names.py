"""Scores recognised names against annotated sentences of a corpus of reports.

usage: names.py [--marsad BINARY] [--corpus FILE] [--set seen|held|all] [--pack DIR] [--alone] [--errors N]

The table lang/ar/cases/names.tsv holds no text: it names a report, the place of a sentence in it, and where the names in
that sentence begin. The engine reads the whole report (or, with --alone, the sentence alone); of its mentions those in the
sentence are compared. A word has a kind if a name of that kind touches its letters.
"""

import argparse
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile

from corpus import read_corpus

KINDS = ("place", "person", "organisation")
LEVEL = {"group": "organisation"}
HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TABLE = os.path.join(HERE, "lang", "ar", "cases", "names.tsv")


def main():
    args = arguments()
    if not os.path.isfile(args.corpus):
        print(f"names: no corpus at {args.corpus}; set CORPUS=file to score names. Nothing was measured.")
        return 0
    rows = [row for row in table(TABLE) if args.set in ("all", row["set"])]
    reports = wanted(args.corpus, {row["id"] for row in rows})
    sentences = [s for row in rows for s in sentence(row, reports)]
    find(args, sentences)
    for part in ("seen", "held"):
        here = [s for s in sentences if s["set"] == part]
        if here:
            show(part, here, args.errors)
    return 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marsad", default=os.path.join(HERE, "target", "release", "marsad"))
    corpus = os.environ.get("CORPUS") or os.path.join(HERE, "..", "shared", "corpus", "reports-ar.jsonl.gz")
    parser.add_argument("--corpus", default=corpus)
    parser.add_argument("--set", default="all", choices=("seen", "held", "all"))
    parser.add_argument("--alone", action="store_true", help="code each sentence without its report")
    parser.add_argument("--errors", type=int, default=0, help="show the errors of so many sentences of the seen set")
    parser.add_argument("--pack", help="a pack folder in place of the built-in pack")
    return parser.parse_args()


def table(path):
    """The rows: id, at, length, hash, set, and names as (begin, end, kind), all in code points."""
    with open(path, encoding="utf-8") as f:
        lines = [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]
    for line in lines[1:]:
        row = dict(zip(lines[0], line))
        row["at"], row["length"] = int(row["at"]), int(row["length"])
        row["names"] = [name(n) for n in row["names"].split()]
        yield row


def name(cell):
    begin, length, kind = re.fullmatch(r"(\d+)\+(\d+)=(\w+)", cell).groups()
    return int(begin), int(begin) + int(length), kind


def wanted(path, ids):
    return {r["id"]: r for r in read_corpus(path) if r["id"] in ids}


def sentence(row, reports):
    """The row with its text, or nothing if the corpus at hand does not hold that very sentence."""
    report = reports.get(row["id"])
    text = report["text"][row["at"]:row["at"] + row["length"]] if report else ""
    if hashlib.sha256(text.encode()).hexdigest()[:12] != row["hash"]:
        print(f"names: {row['id']} at {row['at']} is not in this corpus", file=sys.stderr)
        return []
    return [dict(row, text=text, report=report)]


def find(args, sentences):
    """Codes the reports (or the sentences alone) and puts into each sentence what was found: (begin, end, kind)."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "reports.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            for s in sentences:
                r = {"id": s["id"], "lang": "ar", "text": s["text"]} if args.alone else s["report"]
                f.write(json.dumps(r, ensure_ascii=False) + "\n")
        out = os.path.join(folder, "out")
        command = [args.marsad, "code", path, "--out", out] + (["--pack", args.pack] if args.pack else [])
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            sys.exit(f"names: coding failed: {run.stderr}")
        found = {}
        for file in sorted(os.listdir(out)):
            with open(os.path.join(out, file), encoding="utf-8") as f:
                sheet = json.load(f)
            found[sheet["id"]] = sheet["mentions"]
    for s in sentences:
        shift = 0 if args.alone else s["at"]
        s["found"] = [(m["at"] - shift, m["at"] - shift + len(m["text"]), LEVEL.get(m["kind"], m["kind"]))
                      for m in found.get(s["id"], [])]


def words(text):
    """Where words stand: without the signs around them."""
    return [m.span() for m in re.finditer(r"[^\W_](?:[^\s«»\"“”()\[\]،؛:/–]*[^\W_])?[\u064b-\u0652]*", text)]


def kinds(spans, begin, end):
    return {kind for a, b, kind in spans if a < end and begin < b and kind in KINDS}


def show(part, sentences, errors):
    right, coded, gold = collections.Counter(), collections.Counter(), collections.Counter()
    total = 0
    for s in sentences:
        lines = []
        for a, b in words(s["text"]):
            total += 1
            want, have = kinds(s["names"], a, b), kinds(s["found"], a, b)
            gold.update(want)
            coded.update(have)
            right.update(want & have)
            if want != have:
                lines.append(f"   {s['text'][a:b]}: {'+'.join(sorted(want)) or '-'} coded as {'+'.join(sorted(have)) or '-'}")
        if lines and errors > 0 and part == "seen":
            errors -= 1
            print(f"{s['id']} {s['at']}: {s['text']}", *lines, sep="\n")
    print(f"names, {part}: {len(sentences)} sentences, {total} words")
    for kind in KINDS:
        p, r = ratio(right[kind], coded[kind]), ratio(right[kind], gold[kind])
        print(f"  {kind:13} P {p:.3f}  R {r:.3f}  F1 {ratio(2 * p * r, p + r):.3f}  ({gold[kind]} gold words, {coded[kind]} coded)")


def ratio(a, b):
    return a / b if b else 0.0


if __name__ == "__main__":
    sys.exit(main())
