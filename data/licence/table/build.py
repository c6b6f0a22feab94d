#!/usr/bin/env python3
"""Collects what public repositories say of the licences of packages.

    build.py FOLDER [--without NAME]... [--texts FOLDER] > facts.tsv
    build.py FOLDER --versions > versions.tsv

FOLDER holds git repositories (bare or not, at any depth of two). One line a
fact: ecosystem, name, licence as written, weight, repository; a licence that is
a text is written `@` and the path of a copy of it in the folder of --texts.
Only the newest commit of each is read. `--versions` prints the packages whose
licence changed, out of the lock files of npm: ecosystem, name, licence, first and
last version seen under it. `--without` leaves a repository out, to
test the table on what it never saw. `benches/tools/licence_table.rs` makes the
table out of the facts; README.md says where they come from.
"""
import argparse
import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys

# Weight of a fact: what the registry itself said (lock files), what lawyers or
# tools read in the package (reviews, notices), what a distribution says, what an
# old or a careless one said.
REGISTRY, REVIEW, DISTRIBUTION, OLD = 4, 3, 2, 1


def git(folder, *arguments, data=None):
    command = ["git", "-c", "safe.directory=*", "-C", folder, *arguments]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def blobs(folder, paths, revision):
    """The texts of `paths`, one after the other."""
    asked = "".join(f"{revision}:{path}\n" for path in paths).encode()
    stream = io.BytesIO(git(folder, "cat-file", "--batch", data=asked))
    for path in paths:
        header = stream.readline().split()
        if header[-1] == b"missing":
            continue
        text = stream.read(int(header[2]))
        stream.readline()
        yield path, text.decode("utf-8", "replace")


def normalised(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def package_lock(text):
    root = json.loads(text)
    for path, package in root.get("packages", {}).items():
        if "node_modules/" not in path or package.get("link"):
            continue
        name = package.get("name") or path.rsplit("node_modules/", 1)[1]
        licence = package.get("license")
        if isinstance(licence, str):
            yield "npm", name, licence, REGISTRY


def composer_lock(text):
    root = json.loads(text)
    for package in root.get("packages", []) + root.get("packages-dev", []):
        licences = package.get("license") or []
        licences = [licences] if isinstance(licences, str) else licences
        if licences:
            yield "composer", package["name"].lower(), " OR ".join(licences), REGISTRY


DASH = {
    "maven/mavencentral": "maven", "npm/npmjs": "npm", "pypi/pypi": "pypi",
    "go/golang": "golang", "crate/cratesio": "cargo", "nuget/nuget": "nuget",
    "gem/rubygems": "gem", "composer/packagist": "composer",
}


def named(kind, space, name):
    """The name of a package as its ecosystem writes it, out of two parts."""
    space = "" if space in ("", "-") else space
    space, name = space.replace("%40", "@").replace("%2F", "/"), name.replace("%2F", "/")
    if kind == "maven":
        return f"{space}:{name}" if space else None
    if kind == "pypi":
        return normalised(name)
    whole = f"{space}/{name}" if space else name
    return whole.lower() if kind in ("composer", "nuget") else whole


def dash(text):
    """The reviews that Eclipse projects keep (DEPENDENCIES)."""
    for line in text.splitlines():
        parts = [part.strip() for part in line.split(",")]
        place = parts[0].split("/")
        if len(parts) < 3 or len(place) < 5 or parts[2] != "approved":
            continue
        kind = DASH.get("/".join(place[:2]))
        name = kind and named(kind, "/".join(place[2:-2]), place[-2])
        if name:
            yield kind, name, parts[1], REVIEW


def curation(path, text):
    """Curated facts of ClearlyDefined."""
    import yaml

    _, kind, provider, space, _ = path.split("/", 4)
    kind = DASH.get(f"{kind}/{provider}") or {"mavengoogle": "maven"}.get(provider)
    root = yaml.safe_load(text)
    if not kind or not isinstance(root, dict):
        return
    name = named(kind, space, root["coordinates"]["name"])
    for revision in (root.get("revisions") or {}).values():
        declared = ((revision or {}).get("licensed") or {}).get("declared")
        if declared and name:
            yield kind, name, declared, DISTRIBUTION


LISTED = re.compile(r"\(([\w.\-]+:[\w.\-]+):[\w.\-+]+ - ")
COORDINATES = re.compile(r"^[\s*\-]*([\w\-]+(?:\.[\w\-]+)*:[\w.\-]+)(?::[\w.\-+]+)*\s*$")
LEADING = re.compile(r"^\s*((?:\([^()]+(?:\([^()]*\))?[^()]*\)\s*)+)")
MVN = re.compile(r"mvnrepository\.com/artifact/([\w.\-]+)/([\w.\-]+)[^,\s]*,\s+([^,]+)$")


def maven_notice(text):
    """What the license plugin of Maven writes, and lists under headings."""
    heading, before = None, ""
    for line in text.splitlines():
        listed = LISTED.search(line)
        place = MVN.search(line)
        plain = COORDINATES.match(line)
        if place:
            yield "maven", f"{place[1]}:{place[2]}", place[3].strip(), REVIEW
        elif listed:
            leading = LEADING.match(line)
            if leading:
                licences = re.findall(r"\(((?:[^()]|\([^()]*\))+)\)", leading[1])
                if len(licences) == 1:
                    yield "maven", listed[1], licences[0], REVIEW
            elif heading:
                yield "maven", listed[1], heading, REVIEW
        elif plain:
            if heading:
                yield "maven", plain[1], heading, REVIEW
        elif re.fullmatch(r"\s*-{4,}\s*|\s*={4,}\s*", line):
            heading = before.strip() or heading
        elif line.strip():
            bare = line.strip().rstrip(":")
            if len(bare) < 70:
                heading = bare
            else:
                heading = None
        before = line if line.strip() else before


def elastic(text):
    found = re.finditer(
        r"^(?:Dependency|Module)\s*: (\S+)\n(?:Version: .*\n)?(?:Time: .*\n)?"
        r"Licence type \(autodetected\): (\S.*)$", text, re.M)
    for one in found:
        yield "golang", one[1], one[2], REVIEW


# The ecosystem of the components that a notice of Datadog lists is that of the
# repository; a Go module tells itself.
CSV_KIND = {
    "vectordotdev+vector": "cargo", "quickwit-oss+quickwit": "cargo",
    "DataDog+datadog-static-analyzer": "cargo", "DataDog+datadog-api-client-rust": "cargo",
    "DataDog+datadog-lambda-extension": "cargo", "DataDog+libdatadog": "cargo",
    "DataDog+dd-trace-js": "npm", "DataDog+datadog-operator": "golang",
}


def third_party_csv(repository, text):
    for row in list(csv.reader(io.StringIO(text), skipinitialspace=True))[1:]:
        if len(row) < 3:
            continue
        kind, name, licence = CSV_KIND.get(repository), row[0].strip(), row[2].strip()
        if kind == "golang":
            name = row[1].strip() if "." in row[1].split("/")[0] else name
        if name.startswith(("github.com/", "golang.org/", "k8s.io/", "go.", "gopkg.in/")):
            kind = "golang"
        if kind and licence and " " not in name:
            yield kind, name, licence, REVIEW


def bundled(text):
    """What cargo-bundle-licenses writes."""
    found = re.finditer(
        r"^\s*- package_name: (\S+)\n\s*package_version: .*\n(?:\s*repository: .*\n)?"
        r"\s*license: (.+)$", text, re.M)
    for one in found:
        yield "cargo", one[1].strip("'\""), one[2].strip().strip("'\""), REVIEW


LICENSED = {"npm": "npm", "bundler": "gem", "go": "golang", "composer": "composer",
            "pip": "pypi", "cargo": "cargo", "nuget": "nuget"}


def licensed(text):
    """A record of `licensed`."""
    head = text.split("\nlicenses:", 1)[0]
    field = lambda key: (re.search(rf"^{key}: *[\"']?([^\"'\n]+)", head, re.M) or [None, None])[1]
    kind, name, licence = LICENSED.get(field("type")), field("name"), field("license")
    if kind and name and licence not in (None, "other", "none"):
        yield kind, normalised(name) if kind == "pypi" else name, licence, REVIEW


def spack(text):
    source = re.search(r'^    (pypi|cran) = "([^/"]+)', text, re.M)
    stated = re.findall(r'^    license\(\s*"([^"]+)"', text, re.M)
    if source and len(set(stated)) == 1:
        name = normalised(source[2]) if source[1] == "pypi" else source[2]
        yield source[1], name, stated[0], DISTRIBUTION


def wolfi(path, text):
    import yaml

    root = yaml.safe_load(text)
    package = root.get("package", {})
    stated = {one.get("license") for one in package.get("copyright") or []}
    name = (root.get("vars") or {}).get("pypi-package")
    kind = "pypi"
    gem = re.match(r"ruby[\d.]*-(.+)\.yaml$", path)
    if gem:
        kind, name = "gem", (root.get("vars") or {}).get("gem") or gem[1]
    elif not name and path.startswith("py3-"):
        name = path[4:-5]
    if len(stated) == 1 and name and all(stated) and "{" not in str(name):
        name = normalised(str(name)) if kind == "pypi" else str(name)
        yield kind, name, stated.pop(), DISTRIBUTION


def chimera(text):
    name = re.search(r"\(PYPI_SITE\)/\w/([\w.\-]+)/", text)
    licence = re.search(r'^license = "([^"]+)"', text, re.M)
    if name and licence:
        yield "pypi", normalised(name[1]), licence[1], DISTRIBUTION


def openindiana(path, text):
    name = re.search(r"^COMPONENT_NAME\s*=\s*(\S+)", text, re.M)
    licence = re.search(r"^COMPONENT_LICENSE\s*=\s*(?:license:)?(.+)$", text, re.M)
    if name and licence and "$" not in name[1]:
        kind = "pypi" if "/python/" in path else "gem"
        yield kind, normalised(name[1]) if kind == "pypi" else name[1], licence[1], OLD


def ebuild(path, text):
    name = re.search(r'^PYPI_PN="?([^"\n$]+)"?', text, re.M)
    licence = re.search(r'^LICENSE="([^"]+)"', text, re.M)
    if "inherit" in text and "pypi" in text and licence:
        name = name[1] if name else path.split("/")[1]
        yield "pypi", normalised(name), licence[1], OLD


def recipe(path, text):
    """A recipe of OpenEmbedded."""
    name = re.search(r'^PYPI_PACKAGE\s*=\s*"([^"]+)"', text, re.M)
    licence = re.search(r'^LICENSE\s*=\s*"([^"]+)"', text, re.M)
    if "inherit" in text and "pypi" in text and licence:
        name = name[1] if name else re.match(r"python3-(.+?)_", os.path.basename(path))[1]
        stated = licence[1].replace("&", " AND ").replace("|", " OR ")
        yield "pypi", normalised(name), stated, DISTRIBUTION


def buildroot(text):
    source = re.search(r"^PYTHON_\w+_SOURCE = ([A-Za-z][\w.\-]*?)-\$", text, re.M)
    licence = re.search(r"^PYTHON_\w+_LICENSE = (.+)$", text, re.M)
    if source and licence and "pythonhosted" in text and "," not in licence[1]:
        yield "pypi", normalised(source[1]), licence[1], DISTRIBUTION


def spec(path, text):
    """A specification of RPM."""
    licence = re.search(r"^License:\s*(.+)$", text, re.M)
    gem = re.search(r"^%global gem_name (\S+)$", text, re.M)
    pypi = re.search(r"^%(?:global|define) (?:pypi_name|srcname|pypi_src_name) (\S+)$", text, re.M)
    npm = re.search(r"^%(?:global|define) npm_name (\S+)$", text, re.M)
    if not licence:
        return
    folder = re.match(r"SPECS(?:-EXTENDED)?/(python|rubygem)-([^/]+)/", path)
    if folder and not gem and not pypi:
        kind = {"python": "pypi", "rubygem": "gem"}[folder[1]]
        if kind == "gem" or "pythonhosted" in text or "pypi" in text:
            yield kind, normalised(folder[2]) if kind == "pypi" else folder[2], licence[1], OLD
        return
    if gem:
        yield "gem", gem[1], licence[1], OLD
    elif pypi:
        yield "pypi", normalised(pypi[1]), licence[1], OLD
    elif npm:
        yield "npm", npm[1], licence[1], OLD


GUIX = {
    "expat": "MIT", "asl2.0": "Apache-2.0", "bsd-3": "BSD-3-Clause", "bsd-2": "BSD-2-Clause",
    "isc": "ISC", "mpl2.0": "MPL-2.0", "zlib": "Zlib", "unlicense": "Unlicense", "cc0": "CC0-1.0",
    "lgpl2.1": "LGPL-2.1-only", "lgpl2.1+": "LGPL-2.1-or-later", "lgpl3": "LGPL-3.0-only",
    "lgpl3+": "LGPL-3.0-or-later", "gpl2": "GPL-2.0-only", "gpl2+": "GPL-2.0-or-later",
    "gpl3": "GPL-3.0-only", "gpl3+": "GPL-3.0-or-later", "agpl3+": "AGPL-3.0-or-later",
    "agpl3": "AGPL-3.0-only", "boost1.0": "BSL-1.0", "bsd-0": "0BSD", "zpl2.1": "ZPL-2.1",
    "psfl": "Python-2.0", "ruby": "Ruby",
}


def guix(text):
    source = re.compile(r'\((pypi-uri|crate-uri|rubygems-uri|cran-uri)\s+"([^"]+)"')
    kinds = {"pypi-uri": "pypi", "crate-uri": "cargo", "rubygems-uri": "gem", "cran-uri": "cran"}
    for part in text.split("\n(define-public ")[1:]:
        uri = source.search(part)
        licence = re.search(r"\(license\s+(?:license:)?([\w.+\-]+)\)", part)
        # A list says that all apply where one may choose: it is left out.
        if uri and licence and licence[1] in GUIX:
            kind = kinds[uri[1]]
            name = normalised(uri[2]) if kind == "pypi" else uri[2]
            # One in ten of the packages of R under the GPL was put under the MIT licence since.
            if kind != "cran" or "GPL" not in GUIX[licence[1]]:
                yield kind, name, GUIX[licence[1]], OLD


GEMS = {
    "New BSD": "BSD-3-Clause", "Simplified BSD": "BSD-2-Clause", "ruby": "Ruby",
    # The two that Ruby's own libraries offer to choose from.
    "ruby, Simplified BSD": "Ruby OR BSD-2-Clause",
}


def gems(text):
    """A list of `license_finder`: name, version, licences."""
    for name, _, stated in (row for row in csv.reader(io.StringIO(text), skipinitialspace=True) if len(row) == 3):
        stated = GEMS.get(stated.strip(), stated.strip())
        if "," not in stated and stated != "unknown":
            yield "gem", name, stated, REVIEW


def pyodide(text):
    import yaml

    root = yaml.safe_load(text)
    name, licence = root["package"]["name"], (root.get("about") or {}).get("license")
    if licence:
        yield "pypi", normalised(name), licence, DISTRIBUTION


def pkgbuild(text):
    """A package of MSYS2."""
    name = re.search(r"'(?:pypi: |purl: pkg:pypi/)([\w.\-]+)'", text)
    gem = re.search(r"'(?:gem: |purl: pkg:gem/)([\w.\-]+)'", text)
    licence = re.search(r"^license=\(['\"]?spdx:([^'\")]+)['\"]?\)", text, re.M)
    if name and licence:
        yield "pypi", normalised(name[1]), licence[1], DISTRIBUTION
    elif gem and licence:
        yield "gem", gem[1], licence[1], DISTRIBUTION


def haiku(path, text):
    """A recipe of Haiku."""
    source = re.search(r"(?:pythonhosted\.org/packages/source|pypi\.io/packages/source|pypi\.org/packages/source)/\w/([\w.\-]+)/", text)
    licence = re.search(r'^LICENSE="([^"\n]+)"', text, re.M)
    if source and licence and "$" not in source[1]:
        stated = {"Apache v2": "Apache-2.0", "BSD (3-clause)": "BSD-3-Clause",
                  "BSD (2-clause)": "BSD-2-Clause"}.get(licence[1], licence[1])
        yield "pypi", normalised(source[1]), stated, DISTRIBUTION


NOTICES = {"THIRD-PARTY.txt", "LICENSE-binary", "LICENSES_THIRD_PARTY", "LICENSE.bin"}


def facts(repository, path, text):
    """What the file at `path` of `repository` says."""
    name = os.path.basename(path)
    if name in ("package-lock.json", "npm-shrinkwrap.json"):
        return package_lock(text)
    if name == "composer.lock":
        return composer_lock(text)
    if name.startswith("DEPENDENCIES") and "/mavencentral/" in text + "/npmjs/" * (
        "npm/npmjs/" in text) or name.startswith("DEPENDENCIES") and "nuget/nuget/" in text:
        return dash(text)
    if name == "LICENSE-3rdparty.csv":
        return third_party_csv(repository, text)
    if name in ("THIRDPARTY.yml", "LICENSE-3rdparty.yml"):
        return bundled(text)
    if ".licenses/" in path and name.endswith(".dep.yml"):
        return licensed(text)
    if name in NOTICES or name == "LICENSE" and "mvnrepository.com/artifact/" in text:
        return maven_notice(text)
    if name == "NOTICE.txt" and "Licence type (autodetected)" in text:
        return elastic(text)
    if repository.startswith("clearlydefined+") and path.startswith("curations/"):
        return curation(path, text)
    if name == "LICENSE_GEMS":
        return gems(text)
    if repository.startswith("spack+") and re.search("/(py|r)_", path) and name == "package.py":
        return spack(text)
    if repository.startswith("wolfi-dev+") and "/" not in path and name.endswith(".yaml"):
        return wolfi(path, text)
    if repository.startswith("chimera-linux+") and name == "template.py":
        return chimera(text)
    if repository.startswith("OpenIndiana+") and re.match(r"components/(python|ruby)/[^/]+/Makefile", path):
        return openindiana(path, text)
    if name.endswith(".ebuild") and path.startswith("dev-python/"):
        return ebuild(path, text)
    if name.endswith(".bb") and name.startswith("python3-"):
        return recipe(path, text)
    if repository.startswith("buildroot+") and re.match(r"package/python-.*\.mk$", path):
        return buildroot(text)
    if name.endswith(".spec") and re.match(r"(packages|SPECS(-EXTENDED)?)/", path):
        return spec(path, text)
    if repository.startswith("guix-mirror+") and re.match(r"gnu/packages/[^/]+\.scm$", path):
        return guix(text)
    if name == "PKGBUILD":
        return pkgbuild(text)
    if repository.startswith("haikuports+") and name.endswith(".recipe"):
        return haiku(path, text)
    if repository.startswith("pyodide+") and name == "meta.yaml":
        return pyodide(text)
    return ()


WANTED = re.compile(
    r"(^|/)(package-lock\.json|npm-shrinkwrap\.json|composer\.lock|DEPENDENCIES[^/]*"
    r"|LICENSE-3rdparty\.(csv|yml)|THIRDPARTY\.yml|THIRD-PARTY\.txt|LICENSE-binary|LICENSE\.bin"
    r"|LICENSES_THIRD_PARTY|LICENSE_GEMS|NOTICE\.txt|[^/]+\.dep\.yml|template\.py|[^/]+\.ebuild"
    r"|python3-[^/]+\.bb|python-[^/]+\.mk|[^/]+\.spec|meta\.yaml|PKGBUILD|[^/]+\.recipe)$"
    r"|^curations/.*\.yaml$|/(py|r)_[^/]+/package\.py$|^[^/]+\.yaml$|release-docs/LICENSE$"
    r"|^gnu/packages/[^/]+\.scm$|^components/(python|ruby)/[^/]+/Makefile$"
    r"|(^|/)dist-material/.*LICENSE$")

MODULE = re.compile(r"(?:^|/)vendor/((?:[\w\-]+\.)+[a-z]+/.+)/(?:LICEN[SC]E|COPYING)(?:\.(?:txt|md))?$")


def revision(folder, repository):
    # The main branch of the copy of Guix only says where it went.
    if repository == "guix-mirror+guix":
        return git(folder, "rev-parse", "refs/pull/2/head").decode().strip()
    return "HEAD"


def read(folder, repository, texts):
    at = revision(folder, repository)
    listed = git(folder, "ls-tree", "-r", "-z", "--name-only", at).decode("utf-8", "replace")
    paths = [path for path in listed.split("\0") if path and "\n" not in path]
    wanted = [path for path in paths if WANTED.search(path) and "test" not in path.lower()]
    for path, text in blobs(folder, wanted, at):
        try:
            yield from facts(repository, path, text)
        except Exception as error:  # a file that its reader does not understand
            print(f"{repository}:{path}: {error}", file=sys.stderr)
    modules = [path for path in paths if MODULE.search(path)] if texts else []
    required = {}
    for path, text in blobs(folder, [p for p in paths if p.endswith("vendor/modules.txt")], at):
        required.update((line.split()[1], True) for line in text.splitlines() if re.match(r"# \S+ v", line))
    modules = [path for path in modules if MODULE.search(path)[1] in required]
    for path, text in blobs(folder, modules, at):
        copy = os.path.join(texts, hashlib.sha256(text.encode()).hexdigest()[:24])
        if not os.path.exists(copy):
            with open(copy, "w", encoding="utf-8") as out:
                out.write(text)
        yield "golang", MODULE.search(path)[1], "@" + copy, REVIEW


def repositories(folder):
    for name in sorted(os.listdir(folder)):
        for inside in ("", "repo", ".git"):
            place = os.path.join(folder, name, inside)
            if os.path.exists(os.path.join(place, "HEAD")) or os.path.exists(os.path.join(place, ".git")):
                yield name, place
                break


def versions(folder):
    """The packages of npm that are under one licence up to a version, and under another after it."""
    seen = {}
    for name, place in repositories(folder):
        at = revision(place, name)
        listed = git(place, "ls-tree", "-r", "-z", "--name-only", at).decode("utf-8", "replace").split("\0")
        for _, text in blobs(place, [p for p in listed if p.endswith("package-lock.json") and "\n" not in p], at):
            try:
                packages = json.loads(text).get("packages") or {}
            except ValueError:
                continue
            for path, one in packages.items():
                registry = "registry" in str(one.get("resolved", "registry"))
                if "node_modules/" in path and registry and not one.get("link") and one.get("version"):
                    licence = re.sub(r"^\((\w[^()]*)\)$", r"\1", str(one.get("license") or ""))
                    package = one.get("name") or path.rsplit("node_modules/", 1)[1]
                    seen.setdefault(package, {}).setdefault(licence, set()).add(numbers(one["version"]))
    for package, licences in sorted(seen.items()):
        spans = sorted((min(seen), max(seen), licence) for licence, seen in licences.items() if licence)
        apart = all(before[1] < after[0] for before, after in zip(spans, spans[1:]))
        if len(spans) > 1 and apart and all(SPDX.fullmatch(licence) for *_, licence in spans):
            for first, last, licence in spans:
                yield "npm", package, licence, ".".join(map(str, first)), ".".join(map(str, last))


def numbers(version):
    return tuple(int(part) for part in re.match(r"[\d.]*", version)[0].split(".") if part)


# An expression, as far as its form tells; the tests of the program tell the rest.
SPDX = re.compile(r"(?:0BSD|ISC|[A-Za-z][\w.+]*-[\w.+-]+|MIT|Unlicense|Zlib)(?: (?:AND|OR) (?:[\w.+-]+))*")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--texts")
    parser.add_argument("--versions", action="store_true")
    options = parser.parse_args()
    if options.versions:
        for span in versions(options.folder):
            print(*span, sep="\t")
        return
    if options.texts:
        os.makedirs(options.texts, exist_ok=True)
    for name, place in repositories(options.folder):
        if name in options.without or options.only and name not in options.only:
            continue
        seen = set()
        try:
            for kind, package, licence, weight in read(place, name, options.texts):
                licence = " ".join(licence.split())
                fact = (kind, package, licence, weight)
                if fact in seen or not licence or "\t" in package or len(licence) > 300:
                    continue
                seen.add(fact)
                print(kind, package, licence, weight, name, sep="\t")
        except subprocess.CalledProcessError as error:
            print(f"{name}: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
