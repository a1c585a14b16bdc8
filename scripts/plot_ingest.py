#!/usr/bin/env python3
"""Draws docs/plots/ingest.svg: what a report costs as the store grows, from the table in docs/performance.md.

usage: scripts/plot_ingest.py [--check]     (--check: exit 1 if the drawing is not that of the table)
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE, OUT = ROOT / "docs" / "performance.md", ROOT / "docs" / "plots" / "ingest.svg"
HEAD = "| reports | claims | ms a report | incidents | MB |"
W, H, LEFT, RIGHT, TOP, BOTTOM = 720, 260, 56, 16, 30, 44


def rows():
    """Rows of the table as (claims, milliseconds a report)."""
    lines = PAGE.read_text(encoding="utf-8").split(HEAD, 1)[1].splitlines()[2:]
    out = []
    for line in lines:
        cells = [c.strip().replace(",", "") for c in line.strip("|").split("|")]
        if len(cells) != 5 or not re.fullmatch(r"[\d.]+", cells[2]):
            break
        out.append((int(cells[1]), float(cells[2])))
    return out


def drawing(points):
    top = max(ms for _, ms in points) * 1.15
    last = max(claims for claims, _ in points)
    x = lambda claims: LEFT + (W - LEFT - RIGHT) * claims / last
    y = lambda ms: H - BOTTOM - (H - TOP - BOTTOM) * ms / top
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {W} {H}" role="img" font-family="sans-serif" font-size="12" fill="#14181a">',
        "<title>Milliseconds a report takes to be stored, against claims in the store</title>",
        f'<rect width="{W}" height="{H}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="18">ms a report</text>',
    ]
    step = 5 if top > 12 else 2
    for ms in range(0, int(top) + 1, step):
        out.append(f'<line x1="{LEFT}" x2="{W - RIGHT}" y1="{y(ms):.1f}" y2="{y(ms):.1f}" stroke="#dde2e3"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(ms) + 4:.1f}" text-anchor="end" fill="#646d72">{ms}</text>')
    for part in range(0, 5):
        claims = last * part / 4
        out.append(f'<text x="{x(claims):.1f}" y="{H - BOTTOM + 18}" text-anchor="middle" fill="#646d72">{claims / 1000:,.0f}</text>')
    out.append(f'<text x="{W - RIGHT}" y="{H - 8}" text-anchor="end">thousand claims in the store</text>')
    path = " ".join(f"{x(c):.1f},{y(ms):.1f}" for c, ms in points)
    out.append(f'<polyline points="{path}" fill="none" stroke="#14181a" stroke-width="1.5"/>')
    out += [f'<circle cx="{x(c):.1f}" cy="{y(ms):.1f}" r="3"/>' for c, ms in points]
    return "\n".join([*out, "</svg>", ""])


def main():
    svg = drawing(rows())
    if "--check" in sys.argv:
        return OUT.read_text(encoding="utf-8") != svg
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(svg, encoding="utf-8")
    return False


if __name__ == "__main__":
    sys.exit(main())
