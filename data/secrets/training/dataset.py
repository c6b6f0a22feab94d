"""Lays out the labelled files of CredData, with their original and their obfuscated values.

    python data/secrets/training/dataset.py CREDDATA MIRRORS OUT

CREDDATA is a checkout of https://github.com/Samsung/CredData, MIRRORS a folder with one bare mirror a repository
named OWNER+NAME/repo, OUT a folder outside of this repository: the data is never committed. It writes
OUT/original (files under their own paths), OUT/obfuscated (files under CredData's paths, values replaced by CredData's
own script) and OUT/labels.jsonl.
"""

import binascii
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

# The only repositories this project tunes on; the rest of CredData is left for others to compare with.
TUNING = """
PostgREST/postgrest ThreeMammals/Ocelot authelia/authelia binarylogic/authlogic cloudfoundry/credhub
cloudskiff/driftctl elastic/elasticsearch-js git-ecosystem/git-credential-manager github/gh-ost huginn/huginn
kataras/iris mailgun/mailgun-ruby open-falcon/falcon-plus panva/jose pennersr/django-allauth plotly/falcon
postmanlabs/postman-collection-transformer requests/requests-oauthlib swisskyrepo/PayloadsAllTheThings xo/usql
""".split()


def git(mirror, *arguments):
    return subprocess.run(["git", "-C", str(mirror), *arguments], capture_output=True, check=True).stdout


def lines_of(data):
    """The text as CredData numbers its lines."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def snapshot_of(creddata, repository):
    """(full snapshot id, id of the metadata file) of `repository`."""
    snapshot = json.loads((creddata / "snapshot.json").read_text())
    for key, url in snapshot.items():
        if url.lower().rstrip("/").removesuffix(".git").endswith("/" + repository.lower()):
            return key, f"{binascii.crc32(binascii.unhexlify(key)):08x}"
    raise SystemExit(f"{repository}: not in snapshot.json")


def main(creddata, mirrors, out):
    creddata, mirrors, out = Path(creddata).resolve(), Path(mirrors), Path(out).resolve()
    sys.path.insert(0, str(creddata))
    out.mkdir(parents=True, exist_ok=True)
    from meta_row import read_meta
    from obfuscate_creds import process_pem_key, process_single_value

    labels = open(out / "labels.jsonl", "w")
    for repository in TUNING:
        key, meta = snapshot_of(creddata, repository)
        mirror = mirrors / repository.replace("/", "+") / "repo"
        rows = read_meta(creddata / "meta" / f"{meta}.csv")
        by_id = {}
        for row in rows:
            by_id.setdefault(row.FileID, []).append(row)
        paths = git(mirror, "ls-tree", "-r", "-z", "--name-only", key[:40]).decode("utf-8", "replace").split("\0")
        found = 0
        for path in paths:
            here = by_id.get(hashlib.sha256(path.encode()).hexdigest()[:8])
            if not here:
                continue
            found += 1
            try:
                text = lines_of(git(mirror, "show", f"{key[:40]}:{path}"))
            except subprocess.CalledProcessError:
                print(f"{repository}: {path} is not in the mirror, {len(here)} labels left out", file=sys.stderr)
                continue
            hidden = text.split("\n")
            here.sort(key=lambda r: (r.LineStart, r.LineEnd, r.ValueStart, r.ValueEnd))
            for row in here:
                if row.GroundTruth != "T" or row.Category in ("AWS Multi", "Google Multi", "JWK"):
                    continue
                if row.Category == "PEM Private Key" and row.LineStart < row.LineEnd:
                    process_pem_key(row, hidden, 0)
                elif row.LineStart == row.LineEnd and 0 <= row.ValueStart < row.ValueEnd:
                    process_single_value(row, hidden, 0)
            folder = repository.replace("/", "+")
            for form, place, body in (
                ("original", f"{folder}/{path}", text),
                ("obfuscated", here[0].FilePath.replace("data/", "", 1), "\n".join(hidden)),
            ):
                target = out / form / place
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(body, newline="\n")
            for row in here:
                labels.write(json.dumps({
                    "repository": repository, "path": f"{folder}/{path}",
                    "hidden_path": here[0].FilePath.replace("data/", "", 1),
                    "start": row.LineStart, "end": row.LineEnd, "truth": row.GroundTruth,
                    "value_start": row.ValueStart, "value_end": row.ValueEnd, "category": row.Category,
                }) + "\n")
        print(f"{repository}: {found} of {len(by_id)} labelled files, {len(rows)} labels")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
