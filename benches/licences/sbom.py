#!/usr/bin/env python3
"""The bill of materials beside that of the ecosystem's own generator.

    python3 -m venv VENV && VENV/bin/pip install cyclonedx-bom jsonschema
    VENV/bin/python sbom.py BIN REPOSITORY...

For each `package-lock.json` at a root, `npm sbom --package-lock-only`; for each
`requirements.txt`, `cyclonedx-py requirements`; for each `poetry.lock`, `cyclonedx-py
poetry`; for each `Cargo.lock`, its own list (their tools want the sources). Prints
the differences in names, versions, licences and scope, and what the schemas of
CycloneDX 1.6 and SPDX 2.3 say of every bill. Needs git, npm, and no network.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import jsonschema
from referencing import Registry, Resource

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "tests/schemas"
SHOWN = 8


def run(command, folder=None):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=600)
    if done.stdout.lstrip().startswith("{"):
        return json.loads(done.stdout)
    print(f"{command[0]}: {' '.join(done.stderr.split())[:160]}")
    return None


def validators():
    read = lambda name: json.loads((SCHEMAS / name).read_text())
    others = {"spdx.SNAPSHOT.schema.json": "cyclonedx-licences.json", "jsf-0.82.SNAPSHOT.schema.json": "jsf-0.82.json"}
    known = [(f"http://cyclonedx.org/schema/{url}", Resource.from_contents(read(name))) for url, name in others.items()]
    registry = Registry().with_resources(known)
    return {
        "cyclonedx": jsonschema.Draft7Validator(read("cyclonedx-1.6.json"), registry=registry),
        "spdx": jsonschema.Draft7Validator(read("spdx-2.3.json")),
    }


def licence(component):
    found = component.get("licenses") or []
    words = [one.get("expression") or one["license"].get("id") or one["license"].get("name") for one in found]
    return re.sub(r"[()]", "", " AND ".join(words)) or None


def listed(bill):
    """Each Package URL without qualifiers: its licence, and whether it is to develop."""
    components, waiting = {}, list((bill or {}).get("components", []))
    while waiting:
        one = waiting.pop()
        waiting.extend(one.get("components", []))
        if "purl" not in one:
            continue
        properties = {p["name"]: p["value"] for p in one.get("properties", [])}
        development = properties.get("cdx:npm:package:development") == "true" or one.get("scope") == "excluded"
        origin = properties.get("publiable:license-from", "")
        stated = None if origin.startswith(("by name", "resolved")) else licence(one)
        components[re.sub(r"[?#].*", "", one["purl"])] = (stated, development)
    return components


def npm(repository, program):
    if not (repository / "package-lock.json").is_file():
        return None
    names = [str(path.relative_to(repository)) for path in repository.rglob("package.json")]
    names = [name for name in names if "node_modules" not in name] + ["package-lock.json"]
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            copy = pathlib.Path(folder) / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((repository / name).read_bytes())
        theirs = run(["npm", "sbom", "--package-lock-only", "--sbom-format", "cyclonedx", "--offline"], folder)
        return theirs, run([program, "sbom", folder])


def alone(repository, names, program):
    """What publiable says of the files `names` alone."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            if (repository / name).is_file():
                (pathlib.Path(folder) / name).write_bytes((repository / name).read_bytes())
        return run([program, "sbom", folder])


def python(repository, program):
    tool = str(pathlib.Path(sys.executable).parent / "cyclonedx-py")
    if (repository / "poetry.lock").is_file():
        return run([tool, "poetry", str(repository)]), alone(repository, ["poetry.lock", "pyproject.toml"], program)
    if (repository / "requirements.txt").is_file():
        theirs = run([tool, "requirements", str(repository / "requirements.txt")])
        return theirs, alone(repository, ["requirements.txt"], program)
    return None


def cargo(repository, program):
    lock = repository / "Cargo.lock"
    if not lock.is_file():
        return None
    packages = tomllib.loads(lock.read_text())["package"]
    escaped = lambda version: version.replace("+", "%2B")
    theirs = [{"purl": f"pkg:cargo/{one['name']}@{escaped(one['version'])}"} for one in packages if "source" in one]
    return {"components": theirs}, alone(repository, ["Cargo.lock", "Cargo.toml"], program)


def show(what, names):
    print(f"  {what}: {len(names)}" + "".join(f"\n    {name}" for name in sorted(names)[:SHOWN]))


def compare(ours, theirs, kind, source):
    ours = {purl: told for purl, told in ours.items() if purl.startswith(f"pkg:{kind}/")}
    both = ours.keys() & theirs.keys()
    print(f"{source}: {len(theirs)} by the generator, {len(ours)} by publiable, {len(both)} by both")
    show("by the generator alone", theirs.keys() - ours.keys())
    show("by publiable alone", ours.keys() - theirs.keys())
    differ = [f"{p}  {theirs[p][0]} ≠ {ours[p][0]}" for p in both if theirs[p][0] and theirs[p][0] != ours[p][0]]
    show("another licence", differ)
    if kind == "npm":
        show("another scope", [f"{p}  {theirs[p][1]} ≠ {ours[p][1]}" for p in both if theirs[p][1] != ours[p][1]])


def main():
    program, *repositories = sys.argv[1:]
    checks, faults = validators(), 0
    generators = [("npm", npm), ("pypi", python), ("cargo", cargo)]
    for repository in map(pathlib.Path, repositories):
        bills = {name: run([program, "sbom", str(repository), "--format", name]) for name in checks}
        for name, bill in bills.items():
            errors = [error.message[:200] for error in checks[name].iter_errors(bill)]
            faults += len(errors)
            if errors:
                print(f"{repository.name}: {name} {errors[:3]}")
        for kind, generate in generators:
            theirs, ours = generate(repository, program) or ({}, None)
            if theirs is None:
                print(f"{repository.name}, {kind}: the generator fails")
            elif ours:
                compare(listed(ours), listed(theirs), kind, f"{repository.name}, {kind}")
    print(f"{faults} faults by the schemas")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
