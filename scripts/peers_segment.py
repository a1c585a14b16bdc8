#!/usr/bin/env python3
"""Cuts the same words with Marsad and PyFarasa: errors on annotated words, and words a second on one core.

usage: peers_segment.py --corpus REPORTS.jsonl.gz [--marsad BINARY] [--peers DIR] [--sample WORDS]

lang/ar/cases/segments.tsv says where 300 words of the corpus are cut (conjunction, preposition or particle, article |
stem | pronoun); the texts are in the corpus only. PyFarasa cuts endings of number and gender too: these cuts are taken
back before it is judged, and a pronoun that it takes for an ending is not held against it where the word has none.
Errors are listed as single words. Speed is measured on the whole corpus for Marsad (`marsad explain --words`: words,
readings, tags; start of the program included) and on its first --sample words for PyFarasa (which remembers every word
that it has met), in processor seconds of one core, one after the other. --peers is where PyFarasa is (or will be) installed.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile

from corpus import read_corpus

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
WORD = re.compile("[\u0621-\u064a\u064b-\u0652\u0670\u0671\u0640]+")
MARK = re.compile("[\u064b-\u0652\u0670\u0640]")
PREFIXES = {"و", "ف", "ب", "ل", "ك", "س", "ال"}
PRONOUNS = {"ه", "ها", "هم", "هما", "هن", "ك", "كم", "كما", "كن", "ي", "ني", "نا"}
FARASA = """
import json, sys, time
from farasa.segmentation import segmentLine
asked = json.load(sys.stdin)
words = [segmentLine(w) for w in asked['words']]
start = time.process_time()
for line in asked['lines']:
    segmentLine(line)
print(json.dumps({'words': words, 'seconds': time.process_time() - start}))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marsad", default=os.path.join(HERE, "target", "release", "marsad"))
    parser.add_argument("--corpus", required=True)
    parser.add_argument("--peers", help="folder in which PyFarasa is installed")
    parser.add_argument("--sample", type=int, default=200_000)
    args = parser.parse_args()
    reports = read(args.corpus)
    gold = annotated(os.path.join(HERE, "lang", "ar", "cases", "segments.tsv"), reports)
    with tempfile.TemporaryDirectory() as scratch:
        ours = marsad(args.marsad, reports, gold, scratch)
        theirs, speed = farasa(args.peers or scratch, reports, gold, args.sample)
    total = sum(len(WORD.findall(r["text"])) for r in reports.values())
    before = children()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        subprocess.run([args.marsad, "explain", args.corpus, "--words"], check=True, stdout=nowhere)
    mine = total / (children() - before)
    for name, found in (("Marsad", ours), ("PyFarasa", theirs)):
        wrong = [(word, want, got) for (_, _, word, want), got in zip(gold, found) if want != got]
        print(f"{name}: {len(wrong)} of {len(gold)} words wrong")
        for word, want, got in wrong:
            print(f"  {cut(word, want)} read as {cut(word, got)}")
    print(f"Marsad   {mine:12,.0f} words/s (whole corpus, {total:,} words)")
    print(f"PyFarasa {speed:12,.0f} words/s (first {args.sample:,} words)")
    print(f"Marsad is {mine / speed:.0f} times as fast")
    return 0


def children():
    """Processor seconds that finished child processes took: what else the machine does at the same time does not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read(path):
    """Reports of a corpus by id."""
    return {r["id"]: r for r in read_corpus(path)}


def annotated(path, reports):
    """(report, offset, word, cuts) of each annotated word; cuts are code points inside the word."""
    out = []
    with open(path, encoding="utf-8") as table:
        for line in [row.rstrip("\n") for row in table if not row.startswith("#")][1:]:
            report, at, length, cuts = line.split("\t")
            word = reports[report]["text"][int(at):int(at) + int(length)]
            out.append((report, int(at), word, tuple(int(c) for c in cuts.split(",") if c)))
    return out


def cut(word, cuts):
    bounds = [0, *cuts, len(word)]
    return "+".join(word[a:b] for a, b in zip(bounds, bounds[1:]))


def marsad(binary, reports, gold, scratch):
    """The cuts that Marsad makes inside each annotated word, in the context of its report."""
    found = {}
    for report in sorted({g[0] for g in gold}):
        path = os.path.join(scratch, "report.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.write(json.dumps({k: reports[report].get(k) for k in ("id", "lang", "published", "title", "text")}) + "\n")
        out = subprocess.run([binary, "explain", path, "--words"], check=True, capture_output=True, text=True).stdout
        bounds = set()
        for line in out.splitlines():
            at, pieces = line.split("\t")[:2]
            at = int(at)
            for piece in pieces.split("+"):
                bounds.add(at)
                at += len(piece)
        found[report] = bounds
    return [tuple(i for i in range(1, len(word)) if at + i in found[report]) for report, at, word, _ in gold]


def farasa(folder, reports, gold, sample):
    """The cuts that PyFarasa makes inside each annotated word, and its words a second."""
    python = os.path.join(folder, "segment", "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(folder, "segment")], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "pyfarasa"], check=True)
    lines, count = [], 0
    for report in reports.values():
        for line in report["text"].splitlines():
            words = WORD.findall(line)
            if words and count < sample:
                lines.append(" ".join(words))
                count += len(words)
    script = os.path.join(folder, "farasa_run.py")
    with open(script, "w", encoding="utf-8") as file:
        file.write(FARASA)
    asked = json.dumps({"words": [g[2] for g in gold], "lines": lines})
    out = json.loads(subprocess.run([python, script], check=True, input=asked, capture_output=True, text=True).stdout)
    return [ours(word, pieces) for (_, _, word, _), pieces in zip(gold, out["words"])], count / out["seconds"]


def ours(word, pieces):
    """PyFarasa's pieces as cuts of the written word, after the annotation's scheme."""
    letters = [i for i, c in enumerate(word) if not MARK.match(c)]
    pieces = [p for p in "+".join(pieces).split("+") if p]
    cuts, at, prefix = [], 0, True
    for k, piece in enumerate(pieces):
        # The article that its contraction with the preposition hides is written out: "l + al" stands for two letters.
        hidden = piece == "ال" and k and pieces[k - 1] == "ل"
        last = k + 1 == len(pieces)
        if k and last and piece in PRONOUNS and not (prefix and all(p in PREFIXES for p in pieces[:k]) and len(pieces) == k):
            cuts.append(at)
        at += len(piece) - hidden
        prefix = prefix and piece in PREFIXES
        if prefix and not last:
            cuts.append(at)
    return tuple(sorted({letters[c] for c in cuts if 0 < c < len(letters)}))


if __name__ == "__main__":
    sys.exit(main())
