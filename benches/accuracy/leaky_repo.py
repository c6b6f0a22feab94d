"""Prints what the scanner finds in Leaky-repo: `leaky_repo.py CHECKOUT`, a checkout of Plazmaz/leaky-repo.

A file's risk lines are counted as its authors do: by number, up to the number of lines they declare.
"""

import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEVELS = ("report", "review", "information")


def declared(checkout):
    rows = {}
    for line in (checkout / ".leaky-meta" / "secrets.csv").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, risk, informative = line.split(",")
            rows[name] = (int(risk), int(informative))
    return rows


def main(checkout):
    build = ["cargo", "build", "--release", "--quiet", "--example", "scan_lines"]
    subprocess.run(build, cwd=ROOT, check=True)
    scan = [ROOT / "target/release/examples/scan_lines", str(checkout)]
    out = subprocess.run(scan, capture_output=True, text=True, check=True).stdout
    rows = declared(checkout)
    for last in range(len(LEVELS)):
        found = defaultdict(set)
        for row in map(json.loads, out.splitlines()):
            if row["level"] in LEVELS[: last + 1] and not row["path"].startswith(".leaky-meta/"):
                found[row["path"]].add(row["line"])
        risky = [name for name, (risk, _) in rows.items() if risk]
        files = sum(1 for name in risky if found.get(name))
        lines = sum(min(rows[name][0], len(found.get(name, ()))) for name in risky)
        total = sum(risk for risk, _ in rows.values())
        others = sorted(name for name in found if name not in rows)
        print(f"down to {LEVELS[last]}: {files} of {len(risky)} risk files, {lines} of {total} risk lines, others: {others}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]).resolve())
