#!/usr/bin/env python3
"""Checks samples/story: reports, English twins and expected incidents agree with each other and with the calendar.

Prints every fault with file and line, and ends with 1 if there is any. Needs nothing but Python.
"""

import collections
import json
import math
import pathlib
import re
import sys
import unicodedata
from datetime import date, datetime, timedelta

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORY = ROOT / "samples" / "story"
WORDS = range(60, 221)
ABSENT = (None, "")

# Weekday names of Arabic prose, Monday first, as `datetime.weekday` counts.
WEEKDAYS = ["الاثنين|الإثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
TODAY = re.compile(r"اليوم[ ،]+(" + "|".join(WEEKDAYS) + ")")
# Communiques are dated by the day on which they are published; 1 Dhu al-Qa'dah 1447 (Umm al-Qura) is 18 April 2026.
HIJRI = re.compile(r"([0-9]+) (?:ذو|ذي) القعدة")
MONTH_EVE = date(2026, 4, 17)

# PLOVER types with their modes, as in docs/schema; a type stands alone where it has none, or the mode is unknown.
MODES = {
    "AGREE": "", "SUPPORT": "", "CONCEDE": "", "COOPERATE": "", "AID": "",
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
}
STATUSES = {"occurred", "planned", "hypothetical", "denied", "requested"}
LINKS = {"response_to", "after", "part_of", "causes"}
CERTAINTIES = {"stated", "suggested", "unclear", "denied"}
STANCES = {"claimed", "admitted", "stated", "denied", "accused", "doubted"}
HOW = {"verbatim", "rewritten", "summary"}
PRECISIONS = {"site", "town", "district", "province", "country", "region"}

faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def rows(name):
    """Rows of a JSON-lines file with their line numbers. Faulty lines are reported and left out."""
    out = []
    for n, line in enumerate((STORY / name).read_text(encoding="utf-8").splitlines(), 1):
        where = f"samples/story/{name}:{n}"
        signs = [f"U+{ord(c):04X}" for c in line if unicodedata.category(c) in ("Cf", "Cc", "Co") and c != "\t"]
        if signs:
            fault(where, f"invisible or control characters: {', '.join(signs)}")
        if unicodedata.normalize("NFC", line) != line:
            fault(where, "not in Unicode form NFC")
        try:
            out.append((where, json.loads(line)))
        except ValueError as e:
            fault(where, f"no JSON: {e}")
    return out


def moment(where, row, field):
    """A date with time and zone, or None after reporting what is wrong with it."""
    try:
        at = datetime.fromisoformat(row[field])
    except (KeyError, ValueError):
        return fault(where, f"expected `{field}` with date, time and zone, found {row.get(field)!r}")
    if at.tzinfo is None:
        return fault(where, f"`{field}` {row[field]} has no zone")
    return at


def check_report(where, row, lang):
    """One report by itself: its fields, address, times, and (Arabic) its length and weekdays."""
    for field in ("id", "outlet", "url", "title", "text"):
        if row.get(field) in ABSENT:
            fault(where, f"`{field}` is missing")
    if row.get("lang") != lang or row.get("constructed") is not True:
        fault(where, f"expected lang {lang} and constructed true")
    if not re.match(r"https://[a-z-]+\.example/", row.get("url", "")):
        fault(where, f"{row.get('url')} is not on an invented .example host")
    published = moment(where, row, "published")
    if "updated" in row and published:
        updated = moment(where, row, "updated")
        if updated and updated <= published:
            fault(where, "updated before it was published")
    if lang == "ar":
        words = len(row.get("text", "").split())
        if words not in WORDS:
            fault(where, f"{words} words, expected {WORDS.start} to {WORDS.stop - 1}")
        day = published and published.weekday()
        for match in TODAY.finditer(row.get("text", "")):
            if day is not None and match[1] not in WEEKDAYS[day].split("|"):
                fault(where, f"«{match[0]}» in a report of {published:%A}")
        for match in HIJRI.finditer(row.get("text", "")):
            if published and MONTH_EVE + timedelta(days=int(match[1])) != published.date():
                fault(where, f"«{match[0]}» in a report of {published:%d %B}")


def check_reports(reports, lang):
    """All reports of a language: unique ids, arrival order, versions of one address. Gives id -> (where, row)."""
    by_id, addresses, last = {}, collections.defaultdict(list), None
    for where, row in reports:
        check_report(where, row, lang)
        if row["id"] in by_id:
            fault(where, f"id {row['id']} twice")
        by_id[row["id"]] = (where, row)
        addresses[row["url"]].append((where, row))
    for url, versions in addresses.items():
        first = versions[0][1]
        for where, row in versions[1:]:
            if row.get("version_of") != first["id"] or "updated" not in row or row["published"] != first["published"]:
                fault(where, f"same address as {first['id']}: expected version_of, updated and the same published")
        if "version_of" in first:
            fault(versions[0][0], f"version of {first['version_of']}, which has another address")
    for where, row in reports:
        if "version_of" in row and row["version_of"] not in by_id:
            fault(where, f"version_of {row['version_of']}, which does not exist")
        if last and known(row) < last:
            fault(where, "earlier than the report before it")
        last = known(row)
    return by_id


def known(row):
    """When a version of a report could be read."""
    return datetime.fromisoformat(row.get("updated") or row["published"])


def check_twins(twins, originals):
    for where, row in twins:
        if row.get("original") not in originals:
            fault(where, f"original {row.get('original')} does not exist")
            continue
        arabic = originals[row["original"]][1]
        if row["published"] != arabic["published"] or row.get("updated") != arabic.get("updated"):
            fault(where, f"not published with {arabic['id']}")
    if len(originals) < 60 or 3 * len(twins) < len(originals):
        fault("samples/story", f"{len(originals)} reports and {len(twins)} twins; expected 60 and a third of them")


def gazetteer():
    """Points of the world's tables by Arabic and English name."""
    points = collections.defaultdict(list)
    for path in sorted((ROOT / "world" / "places").glob("*.tsv")):
        lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        head = lines[0]
        if "lat" not in head:
            continue
        for cells in lines[1:]:
            row = dict(zip(head, cells))
            for name in row["names_ar"].split("|") + [row["name_en"]]:
                points[name.replace("\u0651", "")].append((float(row["lat"] or 0), float(row["lon"] or 0)))
    return points


def km(a, b):
    dx = math.radians(b[1] - a[1]) * math.cos(math.radians((a[0] + b[0]) / 2))
    return 6371 * math.hypot(dx, math.radians(b[0] - a[0]))


def check_place(where, place, points):
    if place is None:
        return
    if place["precision"] not in PRECISIONS or len(place["country"]) != 2:
        fault(where, f"precision or country of {place['name']}")
    near = [p for p in points[place["name"].replace("\u0651", "")] if km(p, (place["lat"], place["lon"])) < 5]
    if not near:
        fault(where, f"no row of world/places has {place['name']} within 5 km of {place['lat']}, {place['lon']}")


def check_range(where, name, r):
    low, high = r.get("low"), r.get("high")
    if low is None and high is None or None not in (low, high) and low > high:
        fault(where, f"{name}: {low} to {high}")


def check_members(where, row, reports, leads):
    """Reports of an incident: they exist, a report leads one incident at most, copies come after what they copy."""
    members = [r["id"] for r in row["reports"]]
    if len(set(members)) != len(members) or not members:
        fault(where, "reports missing or listed twice")
    for r in row["reports"]:
        if r["id"] not in reports:
            fault(where, f"report {r['id']} does not exist")
            continue
        if r["lead"] and leads.setdefault(r["id"], row["id"]) != row["id"]:
            fault(where, f"{r['id']} leads {leads[r['id']]} already")
        if "repeats" in r:
            check_copy(where, r, members, reports)


def check_copy(where, r, members, reports):
    if r["repeats"] not in members or r["how"] not in HOW:
        return fault(where, f"{r['id']} repeats {r['repeats']}, {r['how']}")
    copy, origin = reports[r["id"]][1], reports[r["repeats"]][1]
    if known(copy) <= known(origin):
        fault(where, f"{r['id']} repeats {r['repeats']} before it was published")
    if (origin["text"] in copy["text"]) != (r["how"] == "verbatim"):
        fault(where, f"{r['id']} is not {r['how']}")


def check_values(where, row, reports):
    """Counts, and tolls in the order in which they became known, inside the whole range."""
    for name in ("killed", "injured"):
        if row[name]:
            check_range(where, name, row[name])
    for count in row.get("counts", []):
        check_range(where, count["measure"], count)
    told = [known(reports[t["report"]][1]) for t in row.get("tolls", []) if t["report"] in reports]
    if told != sorted(told):
        fault(where, "tolls out of order")
    for t in row.get("tolls", []):
        whole = row[t["measure"]]
        check_range(where, t["measure"], t)
        if not whole or t["low"] < whole["low"] or (t["high"] or t["low"]) > whole["high"]:
            fault(where, f"toll {t} outside {whole}")


def check_named(where, row, reports):
    """Every report that a value, an author, a dispute or a link rests on is a report of the incident."""
    members = {r["id"] for r in row["reports"]}
    for kind in ("tolls", "statuses", "authors", "disputed", "links"):
        for item in row.get(kind, []):
            for report in item.get("reports") or [item.get("report")]:
                if report not in members:
                    fault(where, f"{kind} rest on {report}, which is no report of {row['id']}")
    for author in row.get("authors", []):
        if author["stance"] not in STANCES:
            fault(where, f"stance {author['stance']}")
    for change in row.get("corrected", []):
        if reports[change["to"]][1].get("version_of") != change["from"]:
            fault(where, f"{change['to']} is no version of {change['from']}")


def check_expected(expected, reports):
    ids, leads, points = [row["id"] for _, row in expected], {}, gazetteer()
    for where, row in expected:
        if ids.count(row["id"]) > 1:
            fault(where, f"id {row['id']} twice")
        if row["mode"] not in [None, *MODES.get(row["type"], "?").split()] or row["status"] not in STATUSES:
            fault(where, f"type {row['type']}, mode {row['mode']}, status {row['status']}")
        if row["date"] and not "2026-03-01" <= row["date"]["start"] <= row["date"]["end"] <= "2026-05-11":
            fault(where, f"dates {row['date']}")
        check_place(where, row["place"], points)
        check_members(where, row, reports, leads)
        check_values(where, row, reports)
        check_named(where, row, reports)
        for link in row["links"]:
            if link["to"] not in ids or link["to"] == row["id"] or link["kind"] not in LINKS or link["certainty"] not in CERTAINTIES:
                fault(where, f"link {link['kind']} {link['certainty']} to {link['to']}")
    return leads


def main():
    originals = rows("reports.jsonl")
    reports = check_reports(originals, "ar")
    twins = rows("reports.en.jsonl")
    check_reports(twins, "en")
    check_twins(twins, reports)
    expected = rows("expected.jsonl")
    leads = check_expected(expected, reports)
    print("\n".join(faults) or "samples/story holds together")
    print(f"{len(originals)} reports, {len(twins)} twins, {len(expected)} incidents, {len(leads)} reports led by one")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
