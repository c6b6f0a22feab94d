#!/usr/bin/env python3
"""Makes a fleet of small repositories, the same ones each time, without running git.

    generate.py NUMBER FOLDER

Each is a bare mirror of a few files and commits, as ghorg leaves them:
FOLDER/<account>/<name>.git. No network, no identity of a person.
"""

import hashlib
import pathlib
import random
import struct
import sys
import zlib

WHO = "Equipe <equipe@example.org> {} +0000"
README = "# {name}\n\n{purpose} pour l’organisme {body}.\n\n## Installation\n\n    make\n\n## Licence\n\nVoir LICENSE.\n"
PURPOSES = ["Calcule des droits", "Publie des cartes", "Suit des dossiers", "Relie deux registres"]
LICENCES = ["MIT License\n\nCopyright (c) 2024 Organisme\n\nPermission is hereby granted, free of charge\n", ""]


class Repository:
    """Loose objects and references, written by hand: a thousand a second."""

    def __init__(self, folder):
        self.folder = folder
        for below in ["objects", "refs/heads", "refs/tags"]:
            (folder / below).mkdir(parents=True, exist_ok=True)
        (folder / "HEAD").write_text("ref: refs/heads/main\n")

    def add(self, kind, body):
        data = f"{kind} {len(body)}\0".encode() + body
        name = hashlib.sha1(data).hexdigest()
        file = self.folder / "objects" / name[:2] / name[2:]
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(data, 1))
        return name

    def tree(self, files):
        rows = b""
        for name, body in sorted(files.items()):
            rows += b"100644 " + name.encode() + b"\0" + bytes.fromhex(self.add("blob", body.encode()))
        return self.add("tree", rows)

    def commit(self, tree, parent, when, message):
        who = WHO.format(when)
        lines = [f"tree {tree}"] + ([f"parent {parent}"] if parent else [])
        lines += [f"author {who}", f"committer {who}", "", message, ""]
        return self.add("commit", "\n".join(lines).encode())


def make(number, root):
    draw = random.Random(number)
    body = f"organisme-{number % 100:03}"
    name = f"outil-{number:05}"
    repository = Repository(root / body / f"{name}.git")
    config = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
    address = f"https://forge.example.org/{body}/{name}.git"
    (repository.folder / "config").write_text(f'{config}[remote "origin"]\n\turl = {address}\n')
    files, parent, when = {}, None, 1_700_000_000 + number
    for step in range(draw.randint(1, 6)):
        files["README.md"] = README.format(name=name, purpose=draw.choice(PURPOSES), body=body)
        licence = draw.choice(LICENCES)
        if licence:
            files["LICENSE"] = licence
        files[f"src_{step}.py"] = "\n".join(f"value_{n} = {draw.random()}" for n in range(60)) + "\n"
        parent = repository.commit(repository.tree(files), parent, when + step * 86_400, f"Étape {step}")
    (repository.folder / "refs/heads/main").write_text(parent + "\n")


def main():
    count, root = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    for number in range(count):
        make(number, root)


if __name__ == "__main__":
    main()
