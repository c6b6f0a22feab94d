"""Prints how right the scanner is on what was read in public repositories, by level, by certainty and by class.

    python benches/accuracy/real.py DATA [PART…]

DATA holds real/ and found-real.jsonl (benches/accuracy/real.sh makes both); without a part, all three. A value of a
repository counts once, where it is most probable. Precision is that of true values over true and false ones: what a test or an example holds is counted beside.
"""

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "data" / "secrets" / "training"))
import real
from table import read_found

BINS = ((0.9, "90-100"), (0.8, "80-89"), (0.7, "70-79"), (0.6, "60-69"), (0.4, "40-59"), (0.2, "20-39"), (0.0, "0-19"))
# The patterns whose values the judge weighs; all others know a form.
JUDGED = """
password url-credentials basic-auth credential authentication secret token api-key key bearer private-value salt
password-hash encrypted-vault identifier
""".split()


def bin_of(probability):
    return next(name for low, name in BINS if probability >= low)


def values(pairs):
    """(label, candidate) of each distinct value, at its most probable place."""
    seen = set()
    for label, candidate in sorted(pairs, key=lambda pair: -pair[1]["probability"]):
        if (label.repository, label.hash) not in seen:
            seen.add((label.repository, label.hash))
            yield label, candidate


def row(name, counts):
    true, false = counts["true"], counts["false"]
    precision = f"{true / (true + false):.2f}" if true + false else "   -"
    print(f"  {name:34} true {true:4}  test {counts['test'] + counts['revoked']:4}  false {false:4}  precision {precision}")


def report(name, pairs):
    pairs = list(pairs)
    print(f"{name}: {len({label.repository for label, _ in pairs})} repositories, {len({(label.repository, label.hash) for label, _ in pairs})} values")
    kept = list(values(pairs))
    tables = {
        "by level": lambda label, c: c["level"] or "silent",
        "by certainty": lambda label, c: c.get("certainty") or "-",
        "judged values, by probability": lambda label, c: bin_of(c["probability"]) if c["pattern"] in JUDGED else None,
        "known forms, by probability": lambda label, c: None if c["pattern"] in JUDGED else bin_of(c["probability"]),
        "at report level, by class": lambda label, c: label.kind if c["level"] == "report" else None,
    }
    for title, key in tables.items():
        counts = {}
        for label, candidate in kept:
            value = key(label, candidate)
            if value is not None:
                counts.setdefault(value, Counter())[label.label] += 1
        if len(counts) > 1 or "-" not in counts:
            print(f" {title}")
            for value in sorted(counts):
                row(value, counts[value])
    judged = [(label.label != "false", c["probability"]) for label, c in kept if c["pattern"] in JUDGED]
    if judged:
        print(f" Brier score {sum((true - p) ** 2 for true, p in judged) / len(judged):.3f}, of being true or of a test")


def main(data, wanted):
    data, part = Path(data), real.parts()
    _, found = read_found(data / "found-real.jsonl")
    joined = [(label, c) for label, c in real.join(found, data / "real") if label]
    for name in wanted or ("training", "calibration", "apart"):
        report(name, [(label, c) for label, c in joined if part.get(label.repository, "apart") == name])


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    main(sys.argv[1], sys.argv[2:])
