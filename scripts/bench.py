#!/usr/bin/env python3
"""Times the coding of a corpus, beside a plain pass of Python's regular expressions over the same texts.

usage: bench.py [--marsad BINARY] [--corpus FILE.jsonl.gz]

The pass (`re.findall` of all words) is the yardstick: it says how fast this machine is at this moment. Times are of one
run on the machine at hand; the ratio travels better than the seconds. Processor seconds are those that this work took,
whatever else the machine did at the same time.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time

from corpus import read_corpus


def main():
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--marsad", default=os.path.join(here, "target", "release", "marsad"))
    corpus = os.path.join(here, "..", "shared", "corpus", "reports-ar.jsonl.gz")
    parser.add_argument("--corpus", default=os.environ.get("CORPUS") or corpus)
    args = parser.parse_args()
    if not os.path.isfile(args.corpus):
        print(f"bench: no corpus at {args.corpus}; set CORPUS=file.jsonl.gz to measure. Nothing was measured.")
        return 0
    reports, megabytes, split, busy = words(args.corpus)
    print(f"corpus     {reports:,} reports, {megabytes:.1f} MB of text")
    print(f"re.findall {split:8.2f} s  {reports / split:8,.0f} reports/s  (one core, {busy:.2f} processor s)")
    for jobs in sorted({1, os.cpu_count() or 1}):
        seconds, used, peak = code(args, jobs)
        print(f"marsad     {seconds:8.2f} s  {reports / seconds:8,.0f} reports/s  ({jobs} threads, "
              f"{seconds / split:.2f} times re.findall, {used:.2f} processor s: {used / busy:.2f} times, peak {peak:.0f} MB)")
    return 0


def words(path):
    """Splits all texts into words: number of reports, megabytes, seconds of splitting, by the clock and of the processor."""
    texts = [report["text"] for report in read_corpus(path)]
    megabytes = sum(len(t.encode("utf-8")) for t in texts) / 1e6
    word = re.compile(r"\w+")
    begun, busy = time.perf_counter(), time.process_time()
    for text in texts:
        word.findall(text)
    return len(texts), megabytes, time.perf_counter() - begun, time.process_time() - busy


def code(args, jobs):
    """Seconds, processor seconds and peak megabytes of one run."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "sheets.jsonl")
        command = [args.marsad, "code", args.corpus, "--jsonl", out, "--jobs", str(jobs)]
        begun = time.perf_counter()
        child = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) != 0:
        print("bench: some reports were refused", file=sys.stderr)
    return seconds, usage.ru_utime + usage.ru_stime, peak_megabytes(usage)


def peak_megabytes(usage: resource.struct_rusage):
    """The peak resident size: kilobytes on Linux, bytes on macOS."""
    return usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


if __name__ == "__main__":
    sys.exit(main())
