"""Compares what two builds of publiable say of the same repositories, field by field.

Every repository of a folder (bare clone, work tree or plain folder) goes through the commands of `commands`, with
each build, in a home of its own, on a fixed day and off line. A bare clone is checked out into a temporary work tree
for what needs one. Only what must differ between two builds is left out: the versions of the tool and of its rules.
"""

import argparse
import concurrent.futures
import difflib
import gzip
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

# Written in each key of the cache: to be raised when a command or what is left out of outputs changes.
CACHE_VERSION = "1"

FORMATS = ["terminal", "html", "markdown", "csv", "sarif", "junit", "gitlab-code-quality", "gitlab-secret-detection", "badge"]

LEFT_OUT = [
    (re.compile(rb'("name":\s*"publiable",\s*"version":\s*")[^"]*'), rb"\1VERSION"),
    (re.compile(rb'("rules_version":\s*")[^"]*'), rb"\1VERSION"),
    (re.compile(rb"publiable[- ]\d+\.\d+\.\d+[-\w.]*( \([0-9a-f]{7,40}\))?"), b"publiable VERSION"),
]

# What tells an element of a list from the others, the best first.
KEYS = ["rule", "id", "bom-ref", "ref", "SPDXID", "fingerprint", "path", "file", "code", "key", "name", "label"]


def commands(day, publiccodes):
    """The commands: a name, where it runs (the repository, or its work tree) and its arguments."""
    now = ["--now", day]
    for lang in ("fr", "en"):
        in_lang = ["--lang", lang]
        # In the second language, the history comes from the cache that the first one has written.
        yield f"audit {lang}", "tree", ["audit", ".", "--format", "json", *now, *in_lang]
        yield f"audit --no-history {lang}", "repository", ["audit", ".", "--no-history", "--no-cache", "--format", "json", *now, *in_lang]
        yield f"scaffold --dry-run {lang}", "tree", ["scaffold", ".", "--dry-run", *now, *in_lang]
        if publiccodes:
            yield f"publiccode validate {lang}", "tree", ["publiccode", "validate", "--format", "json", *now, *in_lang, *publiccodes]
        for path in publiccodes:
            yield f"publiccode fix {lang} {path}", "tree", ["publiccode", "fix", "--dry-run", path, *in_lang]
            yield f"publiccode fix --unsafe {lang} {path}", "tree", ["publiccode", "fix", "--unsafe", "--alone", "--dry-run", path, *in_lang]
    formats = [argument for name in FORMATS for argument in ("--format", f"{name}=OUT/{name}")]
    yield "formats", "tree", ["audit", ".", "--lang", "en", *now, *formats]
    yield "secrets scan", "tree", ["secrets", "scan", ".", "--format", "json", "--level", "all", "--lang", "fr"]
    yield "secrets scan --history", "tree", ["secrets", "scan", ".", "--history", "--format", "json", "--level", "all", "--lang", "en"]
    yield "reuse lint", "repository", ["reuse", "lint", ".", "--format", "json", "--lang", "en"]
    yield "licence detect", "repository", ["licence", "detect", ".", "--format", "json", "--lang", "en"]
    yield "sbom cyclonedx", "repository", ["sbom", ".", "--format", "cyclonedx", *now]
    yield "sbom spdx", "repository", ["sbom", ".", "--format", "spdx", *now]


def name_of(command):
    """The name of a command without the file it is given."""
    return " ".join(word for word in command.split() if not re.search(r"[./]", word))


class Repository:
    """A repository of the folder, and the work tree of a bare clone, made when first needed."""

    def __init__(self, path, scratch):
        self.path = path
        self.name = path.name.removesuffix(".git")
        self.scratch = scratch / self.name
        self.bare = (path / "HEAD").is_file() and (path / "objects").is_dir()
        self.git = self.bare or (path / ".git").exists()
        self.checked_out = None

    def run_git(self, where, *arguments, given=None):
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.scratch), "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
            "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
            "GIT_CONFIG_KEY_1": "core.hooksPath", "GIT_CONFIG_VALUE_1": os.devnull,
        }
        done = subprocess.run(["git", "-C", str(where), *arguments], input=given, capture_output=True, env=environment)
        return done.stdout

    def tree(self):
        """The work tree, that of the head for a bare clone; a file whose content is missing stays away."""
        if not self.bare:
            return self.path
        if self.checked_out is None:
            root = self.scratch / self.name
            folder = root / ".git"
            root.mkdir(parents=True)
            shutil.copytree(self.path, folder, ignore=shutil.ignore_patterns("objects", "hooks"), symlinks=True)
            shutil.copytree(self.path / "objects", folder / "objects", copy_function=link)
            self.run_git(root, "config", "core.bare", "false")
            self.run_git(root, "read-tree", "HEAD")
            entries = self.run_git(root, "ls-files", "-s", "-z").split(b"\0")[:-1]
            entries = [entry.split(b"\t", 1) for entry in entries]
            ids = [entry[0].split()[1] for entry in entries]
            checks = self.run_git(root, "cat-file", "--batch-check", given=b"\n".join(ids) + b"\n").splitlines()
            present = [e[1] for e, check in zip(entries, checks) if b" blob " in check]
            self.run_git(root, "checkout-index", "-f", "-u", "-z", "--stdin", given=b"\0".join(present) + b"\0")
            self.checked_out = root
        return self.checked_out

    def publiccodes(self):
        """The publiccode.yml files, at any depth."""
        if self.git:
            ls = ["ls-tree", "-r", "-z", "--name-only", "HEAD"] if self.bare else ["ls-files", "-z"]
            paths = self.run_git(self.path, *ls).decode("utf-8", "surrogateescape").split("\0")
        else:
            paths = [str(p.relative_to(self.path)) for p in self.path.rglob("*publiccode.y*ml") if p.is_file()]
        found = sorted(p for p in paths if re.search(r"(^|/)([^/]+\.)?publiccode\.ya?ml$", p))
        return [p for p in found if not p.startswith("-")][:20]

    def state(self):
        """A digest of all that a build can read here."""
        digest = hashlib.sha256()
        if self.git:
            digest.update(self.run_git(self.path, "for-each-ref", "--format=%(refname) %(objectname) %(symref)"))
            for name in ("HEAD", "config", "shallow", "index"):
                file = self.path / name if self.bare else self.path / ".git" / name
                if name != "index" and file.is_file():
                    digest.update(file.read_bytes())
        if not self.bare:
            for file in sorted(self.path.rglob("*")):
                relative = file.relative_to(self.path)
                if relative.parts[0] == ".git":
                    continue
                digest.update(os.fsencode(relative) + b"\0%o\0" % file.lstat().st_mode)
                if file.is_symlink():
                    digest.update(os.fsencode(os.readlink(file)))
                elif file.is_file():
                    digest.update(hashlib.sha256(file.read_bytes()).digest())
        return digest.hexdigest()

    def drop(self):
        shutil.rmtree(self.scratch, ignore_errors=True)


def link(source, target):
    """A file shared with the clone where the file system allows it; git never writes in an object."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class Cache:
    """What each build has written, by its digest; equal outputs are kept once."""

    def __init__(self, folder):
        self.folder = folder

    def path(self, build, key):
        return self.folder / "builds" / build / f"{key}.json"

    def load(self, build, key):
        try:
            return json.loads(self.path(build, key).read_text())
        except (OSError, ValueError):
            return None

    def store(self, build, key, result):
        write(self.path(build, key), json.dumps(result).encode())

    def keep(self, content):
        digest = hashlib.sha256(content).hexdigest()[:40]
        path = self.folder / "outputs" / digest[:2] / f"{digest[2:]}.gz"
        if not path.exists():
            write(path, gzip.compress(content, 6, mtime=0))
        return digest

    def read(self, digest):
        return gzip.decompress((self.folder / "outputs" / digest[:2] / f"{digest[2:]}.gz").read_bytes())


def write(path, content):
    """Writes at once: others may read the same cache."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    os.replace(file.name, path)


class Build:
    """One of the two programs."""

    def __init__(self, program):
        self.program = Path(program).resolve()
        self.digest = hashlib.sha256(self.program.read_bytes()).hexdigest()[:16]

    def run(self, repository, home, cwd, arguments, timeout):
        """The exit code, or "timeout", and the outputs by name."""
        out = home / "out"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        arguments = [argument.replace("OUT/", f"{out}/") for argument in arguments]
        environment = {
            "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_CACHE_HOME": str(home / "cache"),
            "TMPDIR": str(home), "PATH": "", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        }
        with open(out / "stdout", "wb") as stdout, open(out / "stderr", "wb") as stderr:
            process = subprocess.Popen(
                [str(self.program), *arguments], cwd=cwd, env=environment, stdin=subprocess.DEVNULL,
                stdout=stdout, stderr=stderr, start_new_session=True,
            )
            try:
                code = process.wait(timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                return "timeout", {}
        return code, {file.name: self.cleaned(file.read_bytes(), home, cwd) for file in sorted(out.iterdir())}

    def cleaned(self, content, home, cwd):
        content = content.replace(os.fsencode(home), b"HOME").replace(os.fsencode(cwd), b"TREE")
        for pattern, text in LEFT_OUT:
            content = pattern.sub(text, content)
        return content


def outputs(build, repository, state, options, cache):
    """What `build` writes for `repository`: by command, the exit code and the digests of the outputs."""
    results = {}
    home = repository.scratch / f"home-{build.digest}"
    chosen = [
        one for one in commands(options.now, repository.publiccodes())
        if not options.only or any(name_of(one[0]).startswith(only) for only in options.only)
    ]
    for command, where, arguments in chosen:
        told = json.dumps([CACHE_VERSION, state, command, arguments])
        key = f"{repository.name}/{hashlib.sha256(told.encode()).hexdigest()[:24]}"
        result = cache.load(build.digest, key)
        if result is None or (result["exit"] == "timeout" and result["limit"] < options.timeout):
            cwd = repository.tree() if where == "tree" else repository.path
            code, written = build.run(repository, home, cwd, arguments, options.timeout)
            digests = {name: cache.keep(content) for name, content in written.items()}
            result = {"exit": code, "limit": options.timeout, "outputs": digests}
            cache.store(build.digest, key, result)
        results[command] = result
    shutil.rmtree(home, ignore_errors=True)
    return results


# Differences


def generalised(path):
    """A path without what names one element of a list."""
    return re.sub(r"\[.*?\](?=[.\[]|$)", "[]", path)


def member(path, key):
    data = re.search(r"[^\w$@-]", key) or len(key) > 40
    return f"{path}[{key}]" if data else f"{path}.{key}" if path else key


def rule_of(value, inherited):
    for key in ("rule", "ruleId", "code", "pattern"):
        if isinstance(value, dict) and isinstance(value.get(key), str):
            return value[key]
    return inherited


def compare_json(old, new, path="", rule=""):
    """The differences of two values: (path, rule, old, new)."""
    if old == new and type(old) is type(new):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        rule = rule_of(new, rule_of(old, rule))
        for key in [*old, *(key for key in new if key not in old)]:
            inside = member(path, key)
            within = key if re.fullmatch(r"[\w-]+/[\w-]+", key) else rule
            if key not in new:
                yield inside, within, old[key], ABSENT
            elif key not in old:
                yield inside, within, ABSENT, new[key]
            else:
                yield from compare_json(old[key], new[key], inside, within)
        if list(old) != list(new) and set(old) == set(new):
            yield f"{path} (order of keys)", rule, list(old), list(new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from compare_lists(old, new, path, rule)
    else:
        yield path, rule, old, new


ABSENT = object()


def compare_lists(old, new, path, rule):
    key = identity(old, new)
    if key:
        before, after = ({label(one[key]): one for one in side} for side in (old, new))
        for one in [*before, *(name for name in after if name not in before)]:
            inside = f"{path}[{one}]"
            a, b = before.get(one, ABSENT), after.get(one, ABSENT)
            if a is ABSENT or b is ABSENT:
                yield inside, rule_of(a if b is ABSENT else b, rule), a, b
            else:
                yield from compare_json(a, b, inside, rule)
        kept = [name for name in before if name in after]
        if kept != [name for name in after if name in before]:
            yield f"{path} (order)", rule, kept, [name for name in after if name in before]
        return
    texts = [[json.dumps(one, ensure_ascii=False, sort_keys=True) for one in side] for side in (old, new)]
    for at, removed, added in blocks(*texts):
        for step in range(max(len(removed), len(added))):
            a = json.loads(removed[step]) if step < len(removed) else ABSENT
            b = json.loads(added[step]) if step < len(added) else ABSENT
            inside = f"{path}[{at + step}]"
            if a is ABSENT or b is ABSENT:
                yield inside, rule_of(a if b is ABSENT else b, rule), a, b
            else:
                yield from compare_json(a, b, inside, rule)


def label(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def identity(old, new):
    """The key that tells the elements of both lists apart."""
    if not all(isinstance(one, dict) for one in [*old, *new]):
        return None
    for key in KEYS:
        if all(key in one for one in [*old, *new]):
            if all(len({label(one[key]) for one in side}) == len(side) for side in (old, new)):
                return key
    return None


def blocks(old, new):
    """Where two lists of texts differ: the place in the first one, what goes, what comes."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start:len(old) - end], new[start:len(new) - end]
    if max(len(old), len(new)) > 3000:
        # Too long to be aligned: what only one side holds.
        gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
        yield start, list(gone.elements()), list(come.elements())
        if not gone and not come:
            yield start, old[:1], new[:1]
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield start + i, old[i:j], new[k:m]


def compare_outputs(name, old, new):
    """The differences of two outputs, as JSON when both are, else by line."""
    try:
        a, b = json.loads(old), json.loads(new)
    except ValueError:
        texts = [side.decode("utf-8", "replace").split("\n") for side in (old, new)]
        for at, removed, added in blocks(*texts):
            for step in range(max(len(removed), len(added))):
                a = removed[step] if step < len(removed) else ABSENT
                b = added[step] if step < len(added) else ABSENT
                yield f"{name}[{at + step + 1}]", "", a, b
        return
    for path, rule, a, b in compare_json(a, b):
        yield path if name == "stdout" else f"{name}:{path}", rule, a, b


def compare(old, new, cache):
    """The differences between the outputs of two builds for one repository: (command, path, rule, old, new)."""
    for command, before in old.items():
        after = new[command]
        if "timeout" in (before["exit"], after["exit"]):
            if before["exit"] != after["exit"]:
                yield command, "exit", "", before["exit"], after["exit"]
            continue
        if before["exit"] != after["exit"]:
            yield command, "exit", "", before["exit"], after["exit"]
        names = [*before["outputs"], *(n for n in after["outputs"] if n not in before["outputs"])]
        for name in names:
            a, b = before["outputs"].get(name), after["outputs"].get(name)
            if a != b:
                contents = [cache.read(digest) if digest else b"" for digest in (a, b)]
                for difference in compare_outputs(name, *contents):
                    yield command, *difference


# Telling


def as_text(value):
    if value is ABSENT:
        return "(absent)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def shown(*values):
    """Values on one line each, around the first place where long ones differ."""
    texts = [as_text(value) for value in values]
    start = len(os.path.commonprefix(texts)) if max(map(len, texts)) > 300 else 0
    start = max(0, start - 60)
    cut = [text[start:start + 300] for text in texts]
    return [("…" if start else "") + part + ("…" if start + len(part) < len(text) else "") for part, text in zip(cut, texts)]


def parse_arguments():
    parser = argparse.ArgumentParser(prog="compare-reports.sh", description=__doc__.split("\n")[0])
    parser.add_argument("old", metavar="OLD", help="program compared with")
    parser.add_argument("new", metavar="NEW", help="program compared")
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="folder of repositories, or one repository")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="repositories at once (default: one a core)")
    parser.add_argument("--only", action="append", default=[], metavar="COMMAND",
                        help="only commands whose name starts so: audit, scaffold, 'secrets scan'… (repeatable)")
    parser.add_argument("--limit", type=int, metavar="N", help="only N repositories, spread over the folder")
    parser.add_argument("--match", default="", metavar="REGEX", help="only repositories whose name has a match")
    parser.add_argument("--keep", type=Path, metavar="FOLDER",
                        help="keep outputs there, so that a build runs once for each state of a repository")
    parser.add_argument("--timeout", type=int, default=300, metavar="SECONDS", help="for each command (default: 300)")
    parser.add_argument("--show", type=int, default=5, metavar="N",
                        help="differences written for each line of the summary (default: 5; 0: all)")
    parser.add_argument("--now", default="2026-01-15", metavar="DATE", help="day of the audits (default: 2026-01-15)")
    return parser.parse_args()


def chosen(options):
    folder = options.folder
    is_one = (folder / ".git").exists() or (folder / "HEAD").is_file()
    found = [folder] if is_one else sorted(path for path in folder.iterdir() if path.is_dir())
    found = [path.resolve() for path in found if re.search(options.match, path.name)]
    if options.limit and options.limit < len(found):
        found = [found[at * len(found) // options.limit] for at in range(options.limit)]
    return found


def main():
    options = parse_arguments()
    found = chosen(options)
    if not found:
        sys.exit(f"{options.folder}: no repository")
    builds = [Build(options.old), Build(options.new)]
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="compare-", dir=options.keep)).resolve()
    try:
        sys.exit(1 if run(options, found, builds, scratch) else 0)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def run(options, found, builds, scratch):
    """Compares, tells, and answers the number of differences."""
    cache = Cache(options.keep.resolve() if options.keep else scratch / "outputs")

    def one(path):
        repository = Repository(path, scratch)
        repository.scratch.mkdir(parents=True, exist_ok=True)
        try:
            state = repository.state()
            old, new = (outputs(build, repository, state, options, cache) for build in builds)
        finally:
            repository.drop()
        late = [(repository.name, c, i) for i, side in enumerate((old, new)) for c, r in side.items() if r["exit"] == "timeout"]
        return repository.name, len(old), late, list(compare(old, new, cache))

    groups, late, compared = defaultdict(list), [], 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for done, (name, count, timeouts, differences) in enumerate(pool.map(one, found), 1):
            late += timeouts
            compared += count
            if sys.stderr.isatty():
                print(f"\r{done}/{len(found)} {name[:60]:60}", end="", file=sys.stderr, flush=True)
            for command, path, rule, old, new in differences:
                group = groups[name_of(command), generalised(path), rule]
                group.append(name)
                if not options.show or len(group) <= options.show:
                    before, after = shown(old, new)
                    print(f"{name} · {command} · {path}\n  - {before}\n  + {after}", flush=True)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    total = sum(map(len, groups.values()))
    if groups:
        print(f"\n{'count':>7} {'repos':>5}  command · path · rule")
    for key, names in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"{len(names):7} {len(set(names)):5}  {' · '.join(part for part in key if part)}")
    for name, command, side in late:
        print(f"timeout after {options.timeout} s: {name} · {command} · {('old', 'new')[side]}, not compared")
    print(f"{total} differences, {compared} outputs of {len(found)} repositories compared, {len(late)} timeouts")
    return total


if __name__ == "__main__":
    main()
