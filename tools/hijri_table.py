#!/usr/bin/env python3
"""Prints the table of month lengths in crates/engine/src/time/hijri.rs.

The Umm al-Qura calendar is not computable in closed form; its month starts are published facts. They are read from
the package `hijridate` (MIT; `pip install hijridate`), which carries them; some months before 1366 AH were proclaimed with 28 days.
Each year is one number: bit 0 is Muharram, a set bit is a month of thirty days.
"""

from hijridate import Hijri

FIRST, LAST = 1366, 1500


def start(year, month):
    """First day of a month as an ordinal; the month after the last one is counted from its last day."""
    if year > LAST:
        return Hijri(LAST, 12, Hijri(LAST, 12, 1).month_length()).to_gregorian().toordinal() + 1
    return Hijri(year, month, 1).to_gregorian().toordinal()


print(f"// {FIRST}-01-01 AH is {Hijri(FIRST, 1, 1).to_gregorian().isoformat()}")
row = []
for year in range(FIRST, LAST + 1):
    bits = 0
    for month in range(1, 13):
        after = (year, month + 1) if month < 12 else (year + 1, 1)
        length = start(*after) - start(year, month)
        assert length in (29, 30), (year, month, length)
        bits |= (length == 30) << (month - 1)
    row.append(f"0x{bits:03X}")
for i in range(0, len(row), 16):
    print("    " + ", ".join(row[i : i + 16]) + ",")
