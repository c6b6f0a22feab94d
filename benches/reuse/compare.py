#!/usr/bin/env python3
"""Compares `publiable reuse lint` with `reuse lint` (fsfe/reuse-tool).

    compare.py --publiable BIN --reuse BIN [--cases cases.toml] [FOLDER…]

Each FOLDER is a git work tree that both programs read. With --cases, each case
of the file is written in a temporary git repository first. Every difference is
printed: files covered or not, files without copyright or licence, licences
bad, deprecated, missing, unused or without extension, and the licence
expressions of each file with their sources. Exits with 1 if there is any.

Not run in continuous integration: the other program is not a dependency.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import tomllib

LISTS = [
    "bad_licenses",
    "deprecated_licenses",
    "licenses_without_extension",
    "missing_licenses",
    "unused_licenses",
    "read_errors",
    "missing_copyright_info",
    "missing_licensing_info",
]


def run(command, folder):
    """The parsed JSON a program writes, or what it says instead; and seconds."""
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    spent = time.monotonic() - start
    try:
        return json.loads(done.stdout), spent
    except json.JSONDecodeError:
        lines = (done.stderr or done.stdout).strip().splitlines()
        return lines[-1] if lines else f"exit {done.returncode}", spent


def expressions(report):
    """What each file is under, as the set of (expression, source)."""
    found = {}
    for file in report["files"]:
        pairs = set()
        for one in file["spdx_expressions"]:
            # The other program writes expressions its own way: parentheses and case.
            value = one["value"].replace("(", " ").replace(")", " ").lower()
            pairs.add((" ".join(value.split()), one["source"], one["is_valid"]))
        found[file["path"].removeprefix("./")] = pairs
    return found


def notices(report):
    """The sources of the copyright notices of each file."""
    return {
        file["path"].removeprefix("./"): {one["source"] for one in file["copyrights"]}
        for file in report["files"]
    }


def differences(ours, theirs):
    """One line a difference: + for what only publiable says, - for the other."""
    for name in LISTS:
        left = {path.removeprefix("./") for path in ours["non_compliant"][name]}
        right = {path.removeprefix("./") for path in theirs["non_compliant"][name]}
        yield from (f"{name} + {one}" for one in sorted(left - right))
        yield from (f"{name} - {one}" for one in sorted(right - left))
    for title, read in (("licences", expressions), ("notices", notices)):
        left, right = read(ours), read(theirs)
        if title == "licences":
            yield from (f"covered + {one}" for one in sorted(left.keys() - right.keys()))
            yield from (f"covered - {one}" for one in sorted(right.keys() - left.keys()))
        for path in sorted(left.keys() & right.keys()):
            more, less = left[path] - right[path], right[path] - left[path]
            if more or less:
                yield f"{title} of {path}: + {sorted(map(str, more))} - {sorted(map(str, less))}"


def write_case(case, folder):
    """Writes the files of a case in a new git repository."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    for name, content in case.get("files", {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict) and "link" in content:
            path.symlink_to(content["link"])
        elif isinstance(content, dict):
            path.write_bytes(bytes.fromhex(content["hex"]))
        else:
            path.write_bytes(content.encode())
    subprocess.run(["git", "add", "-A", "."], cwd=folder, check=True)
    for name in case.get("untracked", {}):
        (folder / name).write_text(case["untracked"][name])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--publiable", required=True)
    parser.add_argument("--reuse", required=True)
    parser.add_argument("--cases", type=pathlib.Path)
    parser.add_argument("folders", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    total = 0

    def compare(name, folder):
        ours, mine = run([arguments.publiable, "reuse", "lint", "--format", "json"], folder)
        theirs, other = run([arguments.reuse, "lint", "--json"], folder)
        if isinstance(theirs, str) or isinstance(ours, str):
            told = ours if isinstance(ours, str) else ours["non_compliant"]["invalid_settings"]
            print(f"{name}: reuse says {theirs!r:.200}; publiable says {told!r:.200}")
            return 0 if told else 1
        found = list(differences(ours, theirs))
        files = theirs["summary"]["files_total"]
        complete = files - len(
            set(theirs["non_compliant"]["missing_copyright_info"])
            | set(theirs["non_compliant"]["missing_licensing_info"])
        )
        print(f"{name}: {files} files, {complete} complete, {len(found)} differences"
              f" ({mine:.2f} s, reuse {other:.2f} s)")
        for line in found[:40]:
            print(f"    {line}")
        return len(found)

    for folder in arguments.folders:
        total += compare(folder.name, folder)
    if arguments.cases:
        cases = tomllib.loads(arguments.cases.read_text())["case"]
        for case in cases:
            with tempfile.TemporaryDirectory() as folder:
                write_case(case, pathlib.Path(folder))
                total += compare(case["name"], folder)
    print(f"{total} differences")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
