"""Reads a corpus of reports: one report as JSON a line, plain or packed with gzip. For the scripts beside it."""

import gzip
import json


def read_corpus(path):
    """The reports of a corpus, one after the other."""
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
