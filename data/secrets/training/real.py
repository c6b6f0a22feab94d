"""Lays out what was read in public repositories, and joins it with what scan_lines prints about it.

    python data/secrets/training/real.py CLONES OUT

CLONES holds bare clones (OWNER+NAME.git, or OWNER+NAME/repo), OUT is a folder outside of this repository. Each labelled
file goes to OUT/real/OWNER+NAME@COMMIT/PATH, as it was at that commit. What no clone holds is said and left out.
"""

import hashlib
import hmac
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Not a secret: it keeps the values out of lists of hashes made elsewhere, no more. What is hashed is public.
KEY = b"publiable labels"
# Larger files, of bundles and of data, are left out: few labels for most of the time.
LARGEST = 250_000
LABELS = ("true", "test", "revoked", "false")


@dataclass(frozen=True)
class Label:
    """One value read in its file; `label` is one of LABELS, `kind` says what it is."""

    repository: str
    commit: str
    path: str
    line: int
    label: str
    kind: str
    hash: str

    @property
    def place(self):
        return f"{self.repository.replace('/', '+')}@{self.commit[:12]}/{self.path}"


def digest(value):
    """The keyed hash of a value, 16 hexadecimal digits."""
    return hmac.new(KEY, value.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]


def table(name):
    """The rows of a file of this folder: tab-separated, `#` starts a comment."""
    for text in (HERE / name).read_text().splitlines():
        if text and not text.startswith("#"):
            yield text.split("\t")


def labels():
    return [Label(row[0], row[1], row[2], int(row[3]), *row[4:]) for row in table("labels.tsv")]


def parts():
    """The part of each repository: `training`, `calibration` or `apart`."""
    return {row[0]: row[1] for row in table("repositories.tsv")}


def clone(clones, repository):
    """The git folder of `repository`, or None."""
    name = repository.replace("/", "+")
    places = [clones / f"{name}.git", clones / name / "repo" / ".git", clones / name / "repo", clones / name]
    return next((place for place in places if (place / "objects").is_dir()), None)


def lay_out(clones, out):
    done, lost = set(), Counter()
    for label in labels():
        target = out / "real" / label.place
        if label.place in done or target.exists():
            continue
        done.add(label.place)
        folder = next(filter(None, (clone(Path(c), label.repository) for c in str(clones).split(":"))), None)
        if folder is None:
            lost[label.repository, "no clone"] += 1
            continue
        show = subprocess.run(["git", "-C", str(folder), "show", f"{label.commit}:{label.path}"], capture_output=True)
        if show.returncode:
            lost[label.repository, "not in the clone"] += 1
            continue
        if len(show.stdout) > LARGEST:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(show.stdout)
    for (repository, why), count in sorted(lost.items()):
        print(f"{repository}: {count} files left out, {why}", file=sys.stderr)


def join(found, root):
    """(label or None, candidate) for each of `found`, the candidates by path: a label is that of the value on its
    line, or of the same value elsewhere in the file."""
    by_place = {}
    for label in labels():
        by_place.setdefault(label.place, {}).setdefault(label.hash, label)
    for place, candidates in found.items():
        known = by_place.get(place, {})
        lines = (root / place).read_bytes().decode("utf-8", "replace").split("\n") if known else []
        for candidate in candidates:
            text = "\n".join(lines[candidate["line"] - 1 : candidate["end"]])
            value = text[candidate["column"] : candidate["column"] + candidate["length"]]
            yield known.get(digest(value)), candidate


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    lay_out(sys.argv[1], Path(sys.argv[2]))
