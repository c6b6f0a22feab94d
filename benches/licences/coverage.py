#!/usr/bin/env python3
"""How many distributed components have a licence, and from where.

    coverage.py BIN REPOSITORY...

Runs `BIN sbom` on each repository, and counts the components that are not only
for building or testing: those listed, those whose licence an SPDX expression
gives, of which those known by their name alone. Ends with the whole, by family.
"""
import collections
import json
import os
import subprocess
import sys


def bill(program, folder):
    run = subprocess.run([program, "sbom", folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=300)
    return json.loads(run.stdout) if run.stdout else {"components": []}


def answer(component):
    """`stated`, `named` or `none`."""
    licences = component.get("licenses") or []
    clear = any("expression" in one or "id" in one.get("license", {}) for one in licences)
    origins = [one["value"] for one in component.get("properties", []) if one["name"] == "publiable:license-from"]
    if not clear:
        return "none"
    return "named" if any(origin.startswith("by name") for origin in origins) else "stated"


def main():
    program, *folders = sys.argv[1:]
    families, whole, complete = collections.defaultdict(collections.Counter), collections.Counter(), 0
    silent = 0
    for folder in folders:
        try:
            components = bill(program, folder)["components"]
        except (subprocess.TimeoutExpired, ValueError) as error:
            print(os.path.basename(folder), error, sep="\t")
            continue
        counts = collections.Counter()
        for component in components:
            if component.get("scope") == "excluded":
                continue
            found = answer(component)
            counts[found] += 1
            families[component["purl"].split("/")[0]][found] += 1
        whole.update(counts)
        if counts:
            complete += counts["none"] == 0
            silent += counts["stated"] == 0
        print(os.path.basename(folder), dict(counts), sep="\t")
    for name, counts in [*sorted(families.items()), ("all", whole)]:
        total = sum(counts.values())
        known, stated = total - counts["none"], counts["stated"]
        print(f"{name}: {total} components, {stated} stated ({100 * stated / max(total, 1):.1f} %), {known} known ({100 * known / max(total, 1):.1f} %)")
    print(f"{complete} repositories with every licence known, {silent} with none stated")


if __name__ == "__main__":
    main()
