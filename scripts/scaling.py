#!/usr/bin/env python3
"""Draws how the cost of coding grows: with the length of a text, and with the number of entries of the lexicon.

usage: scaling.py [--marsad BINARY] [--corpus FILE.jsonl.gz] [--out DIR] [--size MB]

Length: reports of one length are made of the corpus by putting texts together and cutting them, --size megabytes for each
length. Entries: the first --size megabytes of the corpus are coded with packs whose rows of verbs, nouns, names and places
are thinned to a tenth, a quarter, a half (but for words of events, so that there is as much to code), and with one that has as
many made-up nouns again; rows that refer to one that is gone go, too. Time is processor time of one thread without that of a run over one empty report; the best of three runs.
"""

import argparse
import json
import math
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import zlib

from corpus import read_corpus

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LENGTHS = (500, 1000, 2000, 4000, 8000, 16000, 32000)
SHARES = (10, 25, 50, 100, 200)
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنه"
FAULT = re.compile(r"^(\S+?\.tsv):(\d+):\d+: error", re.MULTILINE)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marsad", default=os.path.join(HERE, "target", "release", "marsad"))
    corpus = os.path.join(HERE, "..", "shared", "corpus", "reports-ar.jsonl.gz")
    parser.add_argument("--corpus", default=os.environ.get("CORPUS") or corpus)
    parser.add_argument("--out", default=os.path.join(HERE, "docs", "plots"))
    parser.add_argument("--size", type=float, default=2.0)
    args = parser.parse_args()
    texts = [report["text"] for report in read_corpus(args.corpus)]
    with tempfile.TemporaryDirectory() as scratch:
        by_length = lengths(args, texts, scratch)
        by_entries = entries(args, texts, scratch)
    plot(os.path.join(args.out, "length.svg"), by_length, "characters of the text", "ms a report")
    plot(os.path.join(args.out, "entries.svg"), by_entries, "entries of the lexicon", "ms a report")
    return 0


def lengths(args, texts, scratch):
    """(characters, milliseconds a report) for each length."""
    out, whole = [], "\n".join(texts)
    for length in LENGTHS:
        count = max(1, int(args.size * 1e6 / 1.8 / length))
        made = [whole[i * length:(i + 1) * length] for i in range(count)]
        seconds = cost(args, made, scratch, None)
        out.append((length, 1000 * seconds / count))
        print(f"{length:7,} characters  {out[-1][1]:8.3f} ms a report  {1e6 * seconds / count / length:6.3f} µs a character")
    return out


def entries(args, texts, scratch):
    """(entries, milliseconds a report) for each thinned lexicon."""
    some, size = [], 0
    for text in texts:
        some.append(text)
        size += len(text.encode("utf-8"))
        if size > args.size * 1e6:
            break
    out = []
    for share in SHARES:
        folder = os.path.join(scratch, str(share))
        pack = folder + ".pack"
        count = thinned(args, folder, pack, share)
        seconds = cost(args, some, scratch, pack)
        out.append((count, 1000 * seconds / len(some)))
        print(f"{share:3} %  {count:8,} entries  {out[-1][1]:8.3f} ms a report")
    return out


def thinned(args, folder, pack, share):
    """Compiles a pack with a share of the entries (percent; above 100: made-up nouns); returns how many there are."""
    shutil.copytree(os.path.join(HERE, "lang"), os.path.join(folder, "lang"))
    shutil.copytree(os.path.join(HERE, "world"), os.path.join(folder, "world"))
    lexicon = os.path.join(folder, "lang", "ar", "lexicon")
    places = os.path.join(folder, "world", "places")
    tables = [os.path.join(lexicon, name) for name in ("verbs.tsv", "nouns.tsv", "names.tsv")]
    tables += [os.path.join(places, name) for name in sorted(os.listdir(places)) if name.endswith(".tsv")]
    events = set()
    for name in ("events.tsv", "light.tsv", "say.tsv"):
        with open(os.path.join(lexicon, name), encoding="utf-8") as file:
            events.update(line.split("\t")[0] for line in file)
    for path in tables:
        keep(path, lambda number, row: zlib.crc32(row.encode("utf-8")) % 100 < share or row.split("\t")[0] in events)
    if share > 100:
        made_up(os.path.join(lexicon, "nouns.tsv"), sum(rows(path) for path in tables) * (share - 100) // 100)
    while True:
        command = [args.marsad, "pack", "build", "lang/ar", "--out", pack]
        built = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        faults = {(m[1], int(m[2])) for m in FAULT.finditer(built.stderr + built.stdout)}
        if built.returncode == 0:
            return sum(rows(path) for path in tables)
        if not faults:
            sys.exit(f"scaling: expected a pack, found: {built.stderr[:2000]}")
        for name in {name for name, _ in faults}:
            bad = {line for file, line in faults if file == name}
            keep(os.path.join(folder, name), lambda number, row: number not in bad)


def keep(path, wanted):
    """Keeps comments, the head of a table, and the rows that are wanted (by line number and text)."""
    with open(path, encoding="utf-8") as file:
        lines = file.readlines()
    head = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    kept = [line for i, line in enumerate(lines) if i <= head or line.startswith("#") or wanted(i + 1, line)]
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(kept)


def rows(path):
    with open(path, encoding="utf-8") as file:
        return sum(not line.startswith("#") for line in file) - 1


def made_up(path, count):
    """Adds nouns that nobody has heard of."""
    dice = random.Random(1)
    with open(path, encoding="utf-8") as file:
        known = {line.split("\t")[0] for line in file}
    made = set()
    while len(made) < count:
        word = "".join(dice.choices(LETTERS, k=dice.choice((5, 6))))
        if word not in known:
            made.add(word)
    with open(path, "a", encoding="utf-8") as file:
        for word in sorted(made):
            file.write("\t".join([word, "n", "m", "", "", "made up"]) + "\n")


def cost(args, texts, scratch, pack):
    """Seconds of one thread that the texts take, beyond those of an empty one."""
    return best(args, texts, scratch, pack) - best(args, ["."], scratch, pack)


def best(args, texts, scratch, pack):
    path = os.path.join(scratch, "reports.jsonl")
    with open(path, "w", encoding="utf-8") as file:
        for i, text in enumerate(texts):
            file.write(json.dumps({"id": str(i), "lang": "ar", "published": "2024-08-06", "title": "", "text": text}) + "\n")
    command = [args.marsad, "code", path, "--jsonl", os.devnull, "--jobs", "1"] + (["--pack", pack] if pack else [])
    times = []
    for _ in range(3):
        before = used()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        times.append(used() - before)
    return min(times)


def used():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def step(top):
    """A quarter of an axis that reaches a value, rounded up to one, two, two and a half or five of its power of ten."""
    power = 10 ** math.floor(math.log10(top / 4))
    return next(m * power for m in (1, 2, 2.5, 5, 10) if 4 * m * power >= top)


def plot(path, points, across, up):
    """Draws points and the line between them."""
    width, height, left, bottom = 560, 300, 64, 48
    step_x, step_y = step(max(x for x, _ in points)), step(max(y for _, y in points))
    top_x, top_y = max(x for x, _ in points), 4 * step_y
    place = lambda x, y: (left + (width - left - 24) * x / top_x, height - bottom - (height - bottom - 20) * y / top_y)
    marks = [place(x, y) for x, y in points]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11">',
             f'<rect width="{width}" height="{height}" fill="white"/>']
    (x0, y0), (x1, _), (_, y1) = place(0, 0), place(top_x, 0), place(0, top_y)
    parts.append(f'<path d="M{x0} {y1:.0f}V{y0:.0f}H{x1:.0f}" fill="none" stroke="#444"/>')
    for k in range(5):
        x, y = step_x * k, step_y * k
        (px, _), (_, py) = place(x, 0), place(0, y)
        if x <= top_x:
            parts.append(f'<text x="{px:.0f}" y="{y0 + 16:.0f}" text-anchor="middle">{x:,.0f}</text>')
        parts.append(f'<text x="{x0 - 6}" y="{py + 4:.0f}" text-anchor="end">{y:,.3g}</text>')
    parts.append(f'<text x="{(x0 + x1) / 2:.0f}" y="{height - 8}" text-anchor="middle">{across}</text>')
    parts.append(f'<text x="12" y="14">{up}</text>')
    parts.append('<polyline fill="none" stroke="#1f5f8b" stroke-width="2" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in marks) + '"/>')
    parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="#1f5f8b"/>' for x, y in marks]
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(parts + ["</svg>"]) + "\n")


if __name__ == "__main__":
    sys.exit(main())
