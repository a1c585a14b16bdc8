#!/usr/bin/env python3
"""Checks world/actors/persons.tsv: run from anywhere, exit status 1 if a rule is broken.

Rules: five columns, unique ids, role syntax `from..to=XXX:SEC=role`, dates in order, known sectors,
Arabic-only unvocalised names, NFC, no stray blanks. Lists (not an error) every name form that two persons
claim for overlapping times.
"""
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ["id", "name_en", "roles", "names_ar", "names_en"]
SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC NGO IGO".split()
)
ROLE = re.compile(r"^((?:\d{4}(?:-\d\d)?)?)\.\.((?:\d{4}(?:-\d\d)?)?)=([A-Z]{3})?:([A-Z]{3})?=([^=]+)$")
ARABIC = re.compile(r"^[\u0621-\u063a\u0641-\u064a]+(?: [\u0621-\u063a\u0641-\u064a]+)*$")
FOLD = str.maketrans("أإآٱىةؤئ", "اااايهوي")


def months(date, end):
    """Months since year 0; an open date is the end of time on that side."""
    if not date:
        return 10**6 if end else -1
    year, _, month = date.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else (11 if end else 0))


def main():
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "world/actors/persons.tsv"
    text = path.read_text(encoding="utf-8")
    errors = []
    if text != unicodedata.normalize("NFC", text):
        errors.append("file is not NFC")
    seen, claims, header, rows, forms = {}, defaultdict(list), None, 0, 0
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if line.startswith("#"):
            continue
        if line != line.rstrip() and not line.endswith("\t"):
            errors.append(f"{number}: trailing blank")
        fields = line.split("\t")
        if header is None:
            header = fields
            if header != HEADER:
                errors.append(f"{number}: header is {header}")
            continue
        if len(fields) != len(HEADER):
            errors.append(f"{number}: {len(fields)} columns")
            continue
        rows += 1
        ident, name, roles, names_ar, names_en = fields
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", ident):
            errors.append(f"{number}: bad id {ident!r}")
        if ident in seen:
            errors.append(f"{number}: id {ident} also on line {seen[ident]}")
        seen[ident] = number
        if not name or any(f != f.strip() for f in fields):
            errors.append(f"{number}: empty name or stray blank")
        spans = []
        for role in roles.split("|"):
            match = ROLE.match(role)
            if not match:
                errors.append(f"{number}: bad role {role!r}")
                continue
            start, end, country, sector, _ = match.groups()
            for date in (start, end):
                if "-" in date and not 1 <= int(date[5:]) <= 12:
                    errors.append(f"{number}: bad month in {role!r}")
            if start and end and months(start, False) > months(end, True):
                errors.append(f"{number}: dates not in order in {role!r}")
            if sector and sector not in SECTORS:
                errors.append(f"{number}: unknown sector in {role!r}")
            if not country and not sector:
                errors.append(f"{number}: empty code in {role!r}")
            if not sector and country != "IGO":
                errors.append(f"{number}: no sector in {role!r}")
            spans.append((months(start, False), months(end, True)))
        if not names_ar:
            errors.append(f"{number}: no Arabic name")
        local = set()
        for form in names_ar.split("|"):
            if not ARABIC.match(form):
                errors.append(f"{number}: not plain Arabic: {form!r}")
            if form in local:
                errors.append(f"{number}: {form} twice")
            local.add(form)
            forms += 1
        for key in {form.translate(FOLD) for form in local}:
            claims[key].append((ident, spans))
        for other in filter(None, names_en.split("|")):
            if ARABIC.search(other):
                errors.append(f"{number}: Arabic in names_en")
    clashes = []
    for key, owners in sorted(claims.items()):
        for i, (a, spans_a) in enumerate(owners):
            for b, spans_b in owners[i + 1 :]:
                if any(x[0] <= y[1] and y[0] <= x[1] for x in spans_a for y in spans_b):
                    clashes.append((key, a, b))
    for error in errors:
        print("error:", error)
    for key, a, b in clashes:
        print("shared" if " " in key else "shared surname", key, a, b, sep="\t")
    print(f"{rows} persons, {forms} Arabic forms, {len(errors)} errors, {len(clashes)} shared forms")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
