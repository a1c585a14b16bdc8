#!/usr/bin/env python3
"""Check that the tables of world/places are consistent; exit 1 and list the faults if they are not.

    python3 tools/places/check.py
"""
import collections
import math
import pathlib
import re
import sys
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACES = ROOT / "world" / "places"
HEADER = "id name_en feature country lat lon population parent names_ar names_en".split()
FEATURES = {"site", "town", "district", "province", "country", "region", "water"}
LETTERS = set("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
ID = re.compile(r"g:\d+|m:([a-z]{3}|x):[a-z0-9-]+")
MARGIN = 3.0  # degrees around the box of a country's towns
NEAR = 2.0  # kilometres within which a name of one feature and country may stand once

faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def table(path, header):
    """Rows of a table as (place in the file, fields)."""
    text = path.read_text(encoding="utf-8")
    if "\r" in text or not text.endswith("\n") or unicodedata.normalize("NFC", text) != text:
        fault(path.name, "line ends or normalisation")
    if re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text):
        fault(path.name, "invisible control characters")
    rows, seen = [], False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        fields = line.split("\t")
        where = f"{path.name}:{number}"
        if not seen:
            seen = True
            if fields != header:
                fault(where, f"header {fields}")
            continue
        if len(fields) != len(header):
            fault(where, f"{len(fields)} columns")
            continue
        if any(f != f.strip() for f in fields):
            fault(where, "blanks at the ends of a field")
        rows.append((where, fields))
    return rows


def arabic(where, names):
    # A doubled letter may be written, where it alone tells two names apart (Amman, Oman).
    for name in names:
        if not name or set(name) - LETTERS - set(" 0123456789\u0651") or name != " ".join(name.split()):
            fault(where, f"not a plain Arabic name: {name!r}")
    if len(set(names)) != len(names):
        fault(where, "a name twice")


def distance(a, b, c, d):
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def main():
    boxes = {
        f[0]: tuple(map(float, f[1:]))
        for _, f in table(pathlib.Path(__file__).with_name("boxes.tsv"), ["country", "south", "north", "west", "east"])
    }
    places, counts = [], {}
    for path in sorted(PLACES.glob("*.tsv")):
        if path.name == "alternates.tsv":
            continue
        rows = table(path, HEADER)
        counts[path.name] = len(rows)
        places += [(where, dict(zip(HEADER, fields))) for where, fields in rows]

    ids = {}
    for where, p in places:
        if p["id"] in ids:
            fault(where, f"id {p['id']} also in {ids[p['id']]}")
        ids[p["id"]] = where
        if not ID.fullmatch(p["id"]):
            fault(where, f"id {p['id']}")

    grid = collections.defaultdict(list)
    for where, p in places:
        if p["feature"] not in FEATURES:
            fault(where, f"feature {p['feature']}")
        if not p["name_en"] or not p["name_en"].isprintable():
            fault(where, "name_en")
        if p["parent"] and p["parent"] not in ids:
            fault(where, f"parent {p['parent']} does not exist")
        if p["parent"] == p["id"]:
            fault(where, "its own parent")
        if p["population"] and not p["population"].isdigit():
            fault(where, "population")
        if p["country"] and p["country"] not in boxes:
            fault(where, f"country {p['country']}")
        names = p["names_ar"].split("|")
        arabic(where, names)
        if not p["lat"] or not p["lon"]:
            if p["lat"] or p["lon"] or p["feature"] not in ("region", "water"):
                fault(where, "coordinates missing")
            continue
        lat, lon = float(p["lat"]), float(p["lon"])
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            fault(where, "coordinates out of range")
        if p["country"] in boxes and p["feature"] != "country":
            south, north, west, east = boxes[p["country"]]
            if not (south - MARGIN <= lat <= north + MARGIN and west - MARGIN <= lon <= east + MARGIN):
                fault(where, f"{p['name_en']} lies outside {p['country']}")
        for name in {n.translate(FOLD) for n in names}:
            for other, lat2, lon2 in grid[p["country"], p["feature"], name]:
                if abs(lat - lat2) < 0.05 and distance(lat, lon, lat2, lon2) < NEAR:
                    fault(where, f"{name} also at {other}, {distance(lat, lon, lat2, lon2):.1f} km away")
            grid[p["country"], p["feature"], name].append((where, lat, lon))

    seen = set()
    for where, (id, names) in table(PLACES / "alternates.tsv", ["id", "names_ar"]):
        arabic(where, names.split("|"))
        if id in seen or id not in ids:
            fault(where, f"id {id} twice or without a row in geonames.tsv or admin.tsv")
        seen.add(id)

    for name, count in counts.items():
        print(f"{count:6} {name}")
    print(f"{sum(counts.values()):6} places, {len(seen)} of them with names from alternates.tsv")
    for f in faults[:200]:
        print(f)
    print(f"{len(faults)} faults")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
