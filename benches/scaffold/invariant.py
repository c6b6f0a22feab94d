#!/usr/bin/env python3
"""What scaffold does to the audit of real repositories: each is copied, audited, completed with
`scaffold --yes` and no answer, audited again, and completed a second time.

Told for each: the rules that are worse, the lines and files taken away, the questions left in files, and
what a second run would write. None of the four may happen: the exit code is 1 when one does.

Usage: benches/scaffold/invariant.py [--publiable BIN] [--history] [--scaffold="OPTIONS"] REPOSITORY…
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time

WEIGHT = {"fail": 2, "unknown": 1}
TODAY = "2026-11-30"


def run(*words, cwd=None):
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, errors="replace")


def audited(binary, place, history):
    words = [binary, "audit", place, "--format", "json", "--now", TODAY] + ([] if history else ["--no-history"])
    said = run(*words)
    try:
        report = json.loads(said.stdout)
    except ValueError:
        sys.exit(f"{place}: {said.stderr}")
    return report["verdict"], {one["rule"]: one for one in report["outcomes"]}


def worse(before, after):
    """The rules that ask for more than they did, and those that found more while they fail."""
    for rule, new in after.items():
        old = before[rule]
        was, now = WEIGHT.get(old["outcome"], 0), WEIGHT.get(new["outcome"], 0)
        if now > was:
            yield rule, f"{old['outcome']} → {new['outcome']}: {new['reason']}"


def clean(place):
    """A work tree as its last commit has it; where objects are missing, as it is, committed."""
    if run("git", "reset", "--hard", "--quiet", cwd=place).returncode:
        run("git", "add", "--all", cwd=place)
        who = ("-c", "user.name=bench", "-c", "user.email=bench@example.org")
        run("git", *who, "commit", "--quiet", "--no-verify", "--message", "state", cwd=place)
    run("git", "clean", "-fdxq", cwd=place)


def changed(place):
    status = run("git", "status", "--porcelain", "--untracked-files=all", "--ignored=no", cwd=place).stdout.splitlines()
    taken = run("git", "diff", "--numstat", cwd=place).stdout.splitlines()
    # A repair of publiccode.yml puts a line in the place of another.
    numbers = [line.split("\t")[1] for line in taken if not line.endswith("publiccode.yml")]
    lines = sum(int(number) for number in numbers if number.isdigit())
    return status, [line for line in status if "D" in line[:2]], lines


def measured(binary, repository, history, options, work):
    place = pathlib.Path(work) / pathlib.Path(repository).name
    copied = run("cp", "-a", repository, place)
    if copied.returncode:
        sys.exit(copied.stderr)
    clean(place)
    began = time.time()
    verdict, before = audited(binary, place, history)
    written = run(binary, "scaffold", place, "--yes", "--now", TODAY, *options)
    spent = time.time() - began
    faults = []
    if written.returncode:
        faults.append(f"scaffold failed: {written.stderr.strip()}")
    then, after = audited(binary, place, history)
    faults += [f"{rule}: {why}" for rule, why in worse(before, after)]
    status, deleted, lines = changed(place)
    faults += [f"deleted: {line}" for line in deleted]
    if lines:
        faults.append(f"{lines} lines taken away")
    asked = run("git", "grep", "--untracked", "-lF", "-e", "[QUESTION:", "--", *[line[3:] for line in status], cwd=place)
    faults += [f"question left in {path}" for path in asked.stdout.splitlines() if status]
    run("git", "add", "--all", cwd=place)
    again = run(binary, "scaffold", place, "--yes", "--now", TODAY, *options)
    second, _, _ = changed(place)
    moved = [line for line in second if line[1] != " "]
    faults += [f"second run: {line}" for line in moved] + ([again.stderr.strip()] if again.returncode else [])
    print(f"{place.name}: {len(status)} files written, {verdict} → {then}, {spent:.1f} s, {len(faults)} faults", flush=True)
    for fault in faults:
        print(f"    {fault}", flush=True)
    run("rm", "-rf", place)
    return len(faults), [rule for rule, _ in worse(before, after)]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--publiable", default="target/debug/publiable")
    arguments.add_argument("--history", action="store_true", help="audit the history too")
    arguments.add_argument("--scaffold", default="", help="options of scaffold, in one word")
    arguments.add_argument("repositories", nargs="+")
    asked = arguments.parse_args()
    binary = str(pathlib.Path(asked.publiable).resolve())
    total, rules = 0, []
    with tempfile.TemporaryDirectory() as work:
        for repository in asked.repositories:
            faults, found = measured(binary, repository, asked.history, asked.scaffold.split(), work)
            total, rules = total + faults, rules + found
    counts = ", ".join(f"{rule} {rules.count(rule)}" for rule in sorted(set(rules)))
    print(f"{len(asked.repositories)} repositories, {len(rules)} rules worse ({counts}), {total} faults in all")
    sys.exit(1 if total else 0)


main()
