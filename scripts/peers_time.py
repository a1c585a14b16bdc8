#!/usr/bin/env python3
"""Reads the probe of time expressions with Marsad, chrono-node and dateparser, and prints their figures side by side.

usage: peers_time.py [--marsad BINARY] [--peers DIR] [--wrong]

The probe is lang/ar/cases/time.tsv: a text, its day of publication, and the days that the phrases in it mean. Rows
without a day of publication are left out, because the peers cannot do without one.

A row is counted
- "both days" if every phrase was read with the right first and the right last day;
- "first day" if every phrase was read with the right first day, whatever the last one;
- rows that name no day (names, numbers, vague words) if no day was read.

The peers get each row twice, and the better reading counts: the whole text, and the bare phrase as the table cuts it
out. Marsad gets the text only. --peers is where chrono-node and dateparser are (or will be) installed with npm and pip;
without it a temporary folder is used.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CHRONO = """
import {ar} from 'chrono-node';
import {readFileSync} from 'fs';
const rows = JSON.parse(readFileSync(0, 'utf8'));
const iso = d => d.getFullYear() + '-' + String(d.getMonth() + 1).padStart(2, '0') + '-' + String(d.getDate()).padStart(2, '0');
const read = (text, day) => ar.parse(text, new Date(day + 'T12:00:00')).map(r => [iso(r.start.date()), iso((r.end ?? r.start).date())]);
const start = performance.now();
const texts = rows.map(r => read(r.text, r.published));
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({texts, phrases: rows.map(r => r.phrases.map(p => read(p, r.published))), seconds}));
"""
DATEPARSER = """
import datetime, json, sys, time, warnings
warnings.filterwarnings('ignore')
import dateparser
from dateparser.search import search_dates
rows = json.load(sys.stdin)
def settings(row):
    return {'RELATIVE_BASE': datetime.datetime.fromisoformat(row['published'] + 'T12:00:00'), 'PREFER_DATES_FROM': 'past'}
def day(d):
    return [d.date().isoformat()] * 2
def search(row):
    return [day(d) for _, d in search_dates(row['text'], languages=['ar'], settings=settings(row)) or []]
def parse(row, phrase):
    found = [dateparser.parse(phrase, languages=['ar'], settings=settings(row)), dateparser.parse(phrase, locales=['ar-SY'], settings=settings(row))]
    return [day(d) for d in found if d]
start = time.perf_counter()
texts = [search(r) for r in rows]
seconds = time.perf_counter() - start
print(json.dumps({'texts': texts, 'phrases': [[parse(r, p) for p in r['phrases']] for r in rows], 'seconds': seconds}))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marsad", default=os.path.join(HERE, "target", "release", "marsad"))
    parser.add_argument("--peers", help="folder in which the peers are installed")
    parser.add_argument("--wrong", action="store_true", help="list the rows that each tool gets wrong")
    args = parser.parse_args()
    rows = probe(os.path.join(HERE, "lang", "ar", "cases", "time.tsv"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = args.peers or scratch
        install(folder)
        tools = {"Marsad": marsad(args.marsad, rows), "chrono-node": peer([which("node"), "chrono.mjs"], "chrono.mjs", CHRONO, folder, rows),
                 "dateparser": peer([python(folder), "dates.py"], "dates.py", DATEPARSER, folder, rows)}
    report(rows, tools, args.wrong)
    return 0


def probe(path):
    """Rows with a day of publication: text, published, phrases, days, class."""
    with open(path, encoding="utf-8") as table:
        lines = [line.rstrip("\n").split("\t") for line in table if not line.startswith("#")][1:]
    rows = []
    for text, published, phrases, first, last, kind in lines:
        if published:
            phrases = phrases.split("|") if phrases else []
            first, last = first.split("|"), last.split("|")
            days = [(first[i] if i < len(first) else "", last[i] if i < len(last) else "") for i in range(len(phrases))]
            rows.append({"text": text, "published": published, "phrases": phrases, "days": days, "class": kind})
    return rows


def which(name):
    return shutil.which(name) or sys.exit(f"peers_time: expected `{name}` on the path; install it, then run again")


def python(folder):
    return os.path.join(folder, "venv", "bin", "python")


def install(folder):
    """Installs what is missing, from the configured registries."""
    os.makedirs(folder, exist_ok=True)
    if not os.path.isdir(os.path.join(folder, "node_modules", "chrono-node")):
        subprocess.run([which("npm"), "install", "--silent", "--prefix", folder, "chrono-node"], check=True)
    if not os.path.exists(python(folder)):
        subprocess.run([sys.executable, "-m", "venv", os.path.join(folder, "venv")], check=True)
    if subprocess.run([python(folder), "-c", "import dateparser"], capture_output=True).returncode:
        subprocess.run([python(folder), "-m", "pip", "install", "-q", "dateparser"], check=True)


def marsad(binary, rows):
    """The days of the date mentions of each row's sheet."""
    lines = [json.dumps({"id": str(i), "lang": "ar", "published": r["published"], "text": r["text"]}) for i, r in enumerate(rows)]
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as reports:
        reports.write("\n".join(lines) + "\n")
    start = time.perf_counter()
    out = subprocess.run([binary, "code", reports.name, "--jsonl", "-", "--jobs", "1"], check=True, capture_output=True, text=True).stdout
    seconds = time.perf_counter() - start
    os.unlink(reports.name)
    sheets = {s["id"]: s for s in map(json.loads, out.splitlines())}
    dates = [[m for m in sheets[str(i)]["mentions"] if m["kind"] == "date"] for i in range(len(rows))]
    texts = [[[m.get("start") or "", m.get("end") or ""] for m in found] for found in dates]
    return {"texts": texts, "phrases": None, "seconds": seconds}


def peer(command, name, source, folder, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as script:
        script.write(source)
    asked = json.dumps([{k: r[k] for k in ("text", "published", "phrases")} for r in rows])
    out = subprocess.run(command, check=True, cwd=folder, input=asked, capture_output=True, text=True).stdout
    return json.loads(out)


def judge(row, tool, i):
    """(both days right, first day right) of a row."""
    read = [d for d in tool["texts"][i] if d[0] or d[1]]
    wanted = [d for d in row["days"] if d[0] or d[1]]
    if not wanted:
        return not read, not read
    # A peer that knows no open beginnings cannot give the first day of "until".
    def right(found, day, whole):
        return any((f[0] == day[0] if day[0] else f[1] == day[1]) and (not whole or f[1] == day[1]) and (not whole or f[0] == day[0]) for f in found)
    verdicts = []
    for whole in (True, False):
        ok = all(right(read, d, whole) for d in wanted)
        if not ok and tool["phrases"]:
            ok = all(right(tool["phrases"][i][k], d, whole) for k, d in enumerate(row["days"]) if d[0] or d[1])
        verdicts.append(ok)
    return tuple(verdicts)


def report(rows, tools, wrong):
    verdicts = {name: [judge(r, tool, i) for i, r in enumerate(rows)] for name, tool in tools.items()}
    classes = list(dict.fromkeys(r["class"] for r in rows))
    print("| class | rows | " + " | ".join(f"{n}, both days | {n}, first day" for n in tools) + " |")
    print("|---|---|" + "---|" * (2 * len(tools)))
    for kind in classes + ["all"]:
        mine = [i for i, r in enumerate(rows) if kind in ("all", r["class"])]
        cells = [str(sum(verdicts[n][i][k] for i in mine)) for n in tools for k in (0, 1)]
        print(f"| {kind} | {len(mine)} | " + " | ".join(cells) + " |")
    for name, tool in tools.items():
        print(f"{name}: {len(rows) / tool['seconds']:,.0f} texts/s")
    if wrong:
        for name in tools:
            for i, row in enumerate(rows):
                if not verdicts[name][i][0]:
                    print(f"{name}\t{row['class']}\t{row['text']}\t{row['days']}\t{tools[name]['texts'][i]}")


if __name__ == "__main__":
    sys.exit(main())
