#!/usr/bin/env python3
"""Compares what publiable and zizmor say of the workflows of many repositories.

    zizmor.py --publiable BIN [--zizmor BIN] [--list AUDIT] FOLDER…

Each FOLDER holds git repositories, bare or not; the workflows, actions and
settings of their HEAD are written in a temporary folder that both programs
read, offline. zizmor is that of the version below, installed from PyPI in a
temporary environment unless --zizmor names it.

`zizmor.toml` tells which audits publiable means to answer, why it leaves the
others, and the differences already explained, by kind. By audit: what both say,
what one alone says and why, then each difference left, with its file and line;
--list AUDIT prints the explained ones too. Exits with 1 if a difference is left.

Not run in continuous integration: the other program is not a dependency.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict, namedtuple

VERSION = "1.32.0"
ROOT = pathlib.Path(__file__).resolve().parents[2]
READ = re.compile(r"\.github/.*\.ya?ml$|(.*/)?action\.ya?ml$")

# `subject` is what a kind of explanation is asked of: the expression or the line told of.
Said = namedtuple("Said", "audit path lines subject main text")


def git(repository, *arguments, **options):
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, capture_output=True, check=True, **options).stdout


def extract(repository, folder):
    """Writes the definitions of HEAD; the number of files."""
    listed = git(repository, "ls-tree", "-r", "-z", "HEAD").decode().split("\0")
    entries = [line.split("\t", 1) for line in listed if "\t" in line]
    wanted = [(head.split()[2], path) for head, path in entries
              if READ.match(path) and head.startswith("100")]
    for name, path in wanted:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(git(repository, "cat-file", "blob", name))
    return len(wanted)


def line_of(folder, path, number):
    lines = (folder / path).read_text(errors="replace").splitlines()
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def of_zizmor(program, folder):
    """What zizmor says, whatever the persona; `main` for its regular one."""
    command = [program, "--offline", "--no-ignores", "--no-exit-codes", "--quiet",
               "--persona", "auditor", "--format", "json-v1", "."]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if not told.stdout:
        raise SystemExit(f"{folder.name}: zizmor says {told.stderr.strip()[:200]}")
    for one in json.loads(told.stdout):
        main = one["determinations"]["persona"] == "Regular"
        places = [place for place in one["locations"]
                  if place["symbolic"]["kind"] == "Primary"] or one["locations"][:1]
        path = places[0]["symbolic"]["key"]["Local"]["verbatim_path"].removeprefix("./")
        spans = [place["concrete"]["location"] for place in one["locations"]]
        lines = [span["start_point"]["row"] + 1 for span in spans]
        first = places[0]["concrete"]["location"]["start_point"]["row"] + 1
        kind = places[0]["symbolic"]["feature_kind"]
        fragment = kind.get("Subfeature", {}).get("fragment", {}) if isinstance(kind, dict) else {}
        subject = fragment.get("Raw") or line_of(folder, path, first)
        subject = f"{subject} # {places[0]['symbolic']['annotation']}"
        text = (folder / path).read_text(errors="replace")
        yield Said(one["ident"], path, [first, *lines], subject, main, text)


def wordings():
    """The code of each English sentence that publiable says of a workflow."""
    told = tomllib.loads((ROOT / "data/pipeline/hazards.toml").read_text())
    for key, words in told.items():
        for text in [words["en"], *([words["many"]["en"]] if "many" in words else [])]:
            yield re.compile(re.sub(r"\\\{\w+\\\}", ".+?", re.escape(text))), key.split("/")[0]


def of_publiable(program, folder, sentences):
    """What publiable says; `main` for what is no remark."""
    command = [program, "audit", "--only", "--no-cache", "--lang", "en", "--format", "json", "."]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    try:
        outcomes = json.loads(told.stdout)["outcomes"]
    except json.JSONDecodeError:
        raise SystemExit(f"{folder.name}: publiable says {told.stderr.strip()[:200]}") from None
    for outcome in outcomes:
        if outcome["rule"] != "security/workflows":
            continue
        for one in outcome["findings"]:
            message = one["message_i18n"]["en"]
            codes = [code for words, code in sentences if words.match(message)]
            place = one["location"]
            line = place.get("line", 1)
            subject = line_of(folder, place["path"], line)
            main = not one["informational"]
            code = codes[0] if codes else "unreadable"
            yield Said(code, place["path"], [line], subject, main, "")


def explanation(kinds, side, said):
    """The kind of difference that this would be, if any."""
    for kind in kinds:
        of_it = kind["side"] == side and said.audit in kind["audits"]
        denied = "unless" in kind and re.search(kind["unless"], said.text)
        found = re.search(kind.get("only", ""), said.text)
        if of_it and found and not denied and re.search(kind.get("subject", ""), said.subject):
            return kind
    return {}


class Comparison:
    """What is said of all the repositories, by audit."""

    def __init__(self, data, listed):
        self.data, self.listed = data, listed
        self.both, self.left, self.given = Counter(), Counter(), Counter()
        self.explained, self.differences = defaultdict(Counter), []

    def add(self, name, ours, theirs):
        for said in theirs:
            if said.audit in self.data["left"]:
                self.given[said.audit] += said.main
                continue
            kind = explanation(self.data["explained"], "zizmor", said)
            # A remark of publiable is one a file: what it leaves out of it is told first.
            if not kind.get("always") and any(self.same(one, said) for one in ours):
                self.both[said.audit] += said.main
            elif said.main:
                self.differ("zizmor", name, said, kind.get("reason"))
        for said in ours:
            if not any(self.same(said, one) for one in theirs):
                kind = explanation(self.data["explained"], "publiable", said)
                self.differ("publiable", name, said, kind.get("reason"))

    def same(self, ours, theirs):
        coarse = self.data["audits"].get(ours.audit, {}).get("by") == "file"
        at_place = coarse or set(ours.lines) & set(theirs.lines)
        return (ours.audit, ours.path) == (theirs.audit, theirs.path) and at_place

    def differ(self, side, name, said, why):
        if why:
            self.explained[said.audit][side, why] += 1
        else:
            self.left[said.audit, side] += 1
        if not why or said.audit == self.listed:
            place = f"{name}/{said.path}:{said.lines[0]}"
            self.differences.append((said.audit, side, place, said.subject[:100], bool(why)))

    def show(self):
        for audit in sorted({*self.both, *self.explained, *(audit for audit, _ in self.left)}):
            print(f"{audit}: both {self.both[audit]}, only zizmor {self.left[audit, 'zizmor']},"
                  f" only publiable {self.left[audit, 'publiable']}")
            for (side, why), count in self.explained[audit].most_common():
                print(f"    {count} of {side}: {why}")
        print("left to zizmor:")
        for audit, count in self.given.most_common():
            print(f"    {audit} {count}: {self.data['left'][audit]}")
        print("differences:")
        for audit, side, place, subject, known in sorted(self.differences):
            print(f"    {audit} {'=' if known else '-'} only {side}: {place}: {subject}")
        return sum(self.left.values())


def installed(folder):
    """zizmor of the version above, in an environment of its own."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin/pip", "install", "-q", f"zizmor=={VERSION}"], check=True)
    return folder / "bin/zizmor"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publiable", required=True, type=pathlib.Path)
    parser.add_argument("--zizmor", type=pathlib.Path)
    parser.add_argument("--list", metavar="AUDIT")
    parser.add_argument("folders", nargs="+", type=pathlib.Path, metavar="FOLDER")
    arguments = parser.parse_args()
    data = tomllib.loads(pathlib.Path(__file__).with_suffix(".toml").read_text())
    comparison, sentences = Comparison(data, arguments.list), list(wordings())
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        zizmor = (arguments.zizmor or installed(temporary / "zizmor")).resolve()
        version = subprocess.run([zizmor, "--version"], capture_output=True, text=True).stdout
        if version.split()[-1:] != [VERSION]:
            raise SystemExit(f"zizmor {VERSION} is needed, this one is {version.strip()}")
        read = 0
        for repository in sorted(one for folder in arguments.folders for one in folder.iterdir()):
            folder = temporary / "read" / repository.name
            if not extract(repository, folder):
                continue
            read += 1
            ours = list(of_publiable(arguments.publiable.resolve(), folder, sentences))
            comparison.add(repository.name, ours, list(of_zizmor(zizmor, folder)))
    print(f"{read} repositories, zizmor {VERSION}")
    sys.exit(1 if comparison.show() else 0)


if __name__ == "__main__":
    main()
