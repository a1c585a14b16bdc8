#!/usr/bin/env python3
"""Check the actor tables and the tables of country adjectives and abbreviations.

Usage: python3 tools/actors/check.py [--list]

Exit status 1 if a table breaks the rules of docs/data.md. Names that stand in rows of
different codes are no error (the engine decides by theatre); they are counted, and listed with --list.
"""
import os
import re
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ACTORS = os.path.join(ROOT, "world", "actors")
LEXICON = os.path.join(ROOT, "lang", "ar", "lexicon")
SECTORS = set("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED OPP PRE REF REL "
              "SOC NGO IGO".split())
KINDS = set("state government ministry military police security court legislature group party agency outlet igo ngo "
            "company people office".split())
HEAD = "id kind name_en code base tone names_ar names_en".split()
CODE = re.compile(r"^([A-Z]{3})?:([A-Z]{3})?$")
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
# Arabic letters without vowel marks, digits and the few signs that names carry.
ARABIC = re.compile(r"^[\u0621-\u063a\u0641-\u064a0-9 ./+-]+$")
HAS_ARABIC = re.compile(r"[\u0621-\u064a]")
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
BIDI = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

errors = []


def fold(text):
    return text.translate(FOLD)


def error(where, text):
    errors.append("%s: %s" % (where, text))


def table(path, head):
    """Rows of one table as (place, fields)."""
    short = os.path.relpath(path, ROOT)
    with open(path, encoding="utf-8", newline="") as handle:
        raw = handle.read()
    if "\r" in raw:
        error(short, "carriage return")
    if not raw.endswith("\n"):
        error(short, "no line end at the end")
    if raw != unicodedata.normalize("NFC", raw):
        error(short, "not NFC")
    rows, seen_head = [], False
    for number, line in enumerate(raw.split("\n")[:-1], 1):
        where = "%s:%d" % (short, number)
        if BIDI.search(line):
            error(where, "invisible control")
        if line.startswith("#"):
            continue
        if line != line.rstrip(" "):
            error(where, "trailing blank")
        fields = line.split("\t")
        if not seen_head:
            seen_head = True
            if fields != head:
                error(where, "header is %s" % fields)
            continue
        if len(fields) != len(head):
            error(where, "%d columns, not %d" % (len(fields), len(head)))
            continue
        for field in fields:
            if field != field.strip() or "  " in field:
                error(where, "blanks in %r" % field)
        rows.append((where, fields))
    return rows


def check_code(where, code, countries):
    match = CODE.match(code)
    if not match:
        error(where, "code %r" % code)
        return
    country, sector = match.groups()
    if country and country != "IGO" and country not in countries:
        error(where, "country of %r is in no state row" % code)
    if sector and sector not in SECTORS:
        error(where, "sector of %r" % code)


def check_names(where, names):
    seen = set()
    for name in names:
        if not ARABIC.match(name) or not HAS_ARABIC.search(name) or name != name.strip():
            error(where, "name %r is not plain Arabic" % name)
        if fold(name) in seen:
            error(where, "name %r stands twice" % name)
        seen.add(fold(name))


def main():
    listing = "--list" in sys.argv[1:]
    tables = [(name, table(os.path.join(ACTORS, name + ".tsv"), HEAD)) for name in ("states", "groups", "orgs")]
    ids, countries = {}, set()
    for _, rows in tables:
        for where, fields in rows:
            if fields[0] in ids:
                error(where, "id %r stands twice" % fields[0])
            ids[fields[0]] = where
            if fields[1] == "state" and re.match(r"^[A-Z]{3}:$", fields[3]):
                countries.add(fields[3][:3])
    holders = {}
    for name, rows in tables:
        names = 0
        for where, (ident, kind, english, code, base, tone, arabic, others) in rows:
            if not SLUG.match(ident):
                error(where, "id %r" % ident)
            if kind not in KINDS:
                error(where, "kind %r" % kind)
            if not english or HAS_ARABIC.search(english + others):
                error(where, "English name %r" % english)
            check_code(where, code, countries)
            if base and (base not in ids or base == ident):
                error(where, "base %r" % base)
            if tone not in ("", "loaded", "described"):
                error(where, "tone %r" % tone)
            forms = arabic.split("|")
            check_names(where, forms)
            names += len(forms)
            for form in forms:
                holders.setdefault(fold(form), []).append((form, ident, code, where))
        print("%-10s %5d rows %6d names" % (name, len(rows), names))
    shared = []
    for found in holders.values():
        codes = [code for _, _, code, _ in found]
        if len(set(codes)) != len(codes):
            error(found[-1][3], "name %r stands in rows of one code: %s" % (found[0][0], [ident for _, ident, _, _ in found]))
        elif len(found) > 1:
            shared.append(found)

    meto = table(os.path.join(ACTORS, "metonyms.tsv"), ["form", "code", "gloss"])
    seen = set()
    for where, (form, code, gloss) in meto:
        check_names(where, [form])
        check_code(where, code, countries)
        if form in seen and form != "عمان":
            error(where, "form %r stands twice" % form)
        if not gloss:
            error(where, "no gloss")
        seen.add(form)
    nisba = table(os.path.join(LEXICON, "nisba.tsv"), "form country place plural gloss".split())
    seen = set()
    for where, (form, country, _, plural, gloss) in nisba:
        check_names(where, [form] + [p for p in plural.split("|") if p])
        if country and country not in countries:
            error(where, "country %r" % country)
        if form in seen:
            error(where, "form %r stands twice" % form)
        if not gloss:
            error(where, "no gloss")
        seen.add(form)
    acronyms = table(os.path.join(LEXICON, "acronyms.tsv"), "form expands gloss".split())
    seen = set()
    for where, (form, expands, gloss) in acronyms:
        if form in seen or not form or not expands or not gloss:
            error(where, "form %r" % form)
        seen.add(form)
    for name, rows in (("metonyms", meto), ("nisba", nisba), ("acronyms", acronyms)):
        print("%-10s %5d rows" % (name, len(rows)))

    print("%d names stand in rows of different codes%s" % (len(shared), "" if listing else " (--list shows them)"))
    if listing:
        for found in sorted(shared):
            print("  %s: %s" % (found[0][0], ", ".join("%s %s" % (code, ident) for _, ident, code, _ in found)))
    for line in errors:
        print(line, file=sys.stderr)
    print("%d errors" % len(errors))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
