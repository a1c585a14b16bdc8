#!/usr/bin/env python3
"""Prints the table of month lengths in crates/engine/src/time/hijri.rs.

The Umm al-Qura calendar is not computable in closed form; its month starts are published facts. They are read from
the package `hijridate` (MIT; `pip install hijridate`), which carries them for 1343 to 1500 AH.
Each year is one number: bit 0 is Muharram, a set bit is a month of thirty days.
"""

from hijridate import Hijri

FIRST, LAST = 1343, 1500

start = Hijri(FIRST, 1, 1).to_gregorian()
print(f"// {FIRST}-01-01 AH is {start.isoformat()}")
row = []
for year in range(FIRST, LAST + 1):
    bits = 0
    for month in range(1, 13):
        if Hijri(year, month, 1).month_length() == 30:
            bits |= 1 << (month - 1)
    row.append(f"0x{bits:03X}")
for i in range(0, len(row), 16):
    print("    " + ", ".join(row[i : i + 16]) + ",")
