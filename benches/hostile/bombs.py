#!/usr/bin/env python3
"""Small inputs made to cost much: each is audited, and what it costs is said.

    python3 benches/hostile/bombs.py PATH-OF-publiable [NAME…]

Every input is built in a temporary folder from a few lines, and audited within 60 seconds
and 8 GiB of address space. A line gives its size, the seconds of processor, the memory at
its highest and the exit code; it starts with FAULT above 10 seconds or 500 MB, on a crash, or
when nothing says that something was left out of what cannot be read whole.
"""
import bz2, gzip, io, json, os, random, resource, shutil, subprocess, sys, tarfile, tempfile, zipfile, zlib

SECONDS, MEGABYTES = 10, 500
# Folders are removed one within another.
sys.setrecursionlimit(10_000)
BOMBS, PARTLY = {}, set()
ENV = {
    "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
}


def bomb(build):
    BOMBS[build.__name__.replace("_", "-")] = build
    return build


def read_in_part(build):
    """One that cannot be read whole, which has to be said."""
    PARTLY.add(build.__name__.replace("_", "-"))
    return bomb(build)


def put(folder, path, data):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data if isinstance(data, bytes) else data.encode())


def git(folder, *words, given=None):
    done = subprocess.run(["git", *words], cwd=folder, env={**ENV, "HOME": folder}, input=given, capture_output=True)
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout.decode().strip()


def committed(folder):
    git(folder, "init", "-q", "-b", "main", ".")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "x")


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


@read_in_part
def many_gzips(folder):
    data = gzip.compress(b"0" * (60 << 20))
    for at in range(40):
        put(folder, f"d/{at}.gz", data + bytes([at]))


@read_in_part
def many_zips_in_the_history(folder):
    data = zipped([("a.txt", b"a = 1\n" * (9 << 20))])
    git(folder, "init", "-q", "-b", "main", ".")
    for at in range(40):
        put(folder, "a.zip", data + bytes([at]))
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x")


@read_in_part
def zips_nested_four_deep(folder):
    data = zipped([("a", b"0" * (8 << 20))])
    for _ in range(3):
        data = zipped([(f"{at}.zip", data) for at in range(12)])
    put(folder, "a.zip", data)


@read_in_part
def zip_with_overlapping_entries(folder):
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = kernel.compress(b"\0" * (20 << 20)) + kernel.flush()
    local = b"PK\x03\x04" + b"\x14\0\0\0\x08\0\0\0\0\0" + (0).to_bytes(4, "little")
    local += len(body).to_bytes(4, "little") + (20 << 20).to_bytes(4, "little") + b"\1\0\0\0a"
    central = b""
    for at in range(2000):
        name = b"%04d" % at
        central += b"PK\1\2\x14\0\x14\0\0\0\x08\0\0\0\0\0" + (0).to_bytes(4, "little")
        central += len(body).to_bytes(4, "little") + (20 << 20).to_bytes(4, "little")
        central += len(name).to_bytes(2, "little") + b"\0" * 12 + (0).to_bytes(4, "little") + name
    end = b"PK\5\6\0\0\0\0" + (2000).to_bytes(2, "little") * 2 + len(central).to_bytes(4, "little")
    end += len(local + body).to_bytes(4, "little") + b"\0\0"
    put(folder, "a.zip", local + body + central + end)


@bomb
def yaml_aliases_that_double(folder):
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    for path in ("publiccode.yml", ".github/workflows/a.yml", ".gitlab-ci.yml", "docker-compose.yml", "CITATION.cff"):
        put(folder, path, "\n".join(lines) + "\n")


@bomb
def yaml_merges_that_double(folder):
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]\n  x{n}: *a{n - 1}" for n in range(1, 40)]
    for path in ("publiccode.yml", ".github/workflows/a.yml", ".gitlab-ci.yml"):
        put(folder, path, "\n".join(lines) + "\n")


@read_in_part
def entities_that_double(folder):
    lines = ['<!DOCTYPE p [', '<!ENTITY a0 "xxxxxxxxxx">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    text = "<?xml version='1.0'?>\n" + "\n".join(lines) + "]>\n<project><name>&a11;</name></project>\n"
    for path in ("pom.xml", "a.csproj", "packages.config", "a.svg"):
        put(folder, path, text)


@read_in_part
def brackets_nested_deep(folder):
    deep = 200_000
    put(folder, "package.json", "[" * deep)
    put(folder, "composer.json", '{"a":' * deep)
    put(folder, "publiccode.yml", "a: " + "[" * deep)
    put(folder, "Cargo.toml", "a = " + "[" * deep)
    put(folder, "pom.xml", "<a>" * deep)
    put(folder, "README.md", ">" * deep + "\n" + "*" * deep + "\n" + "[" * deep + "\n" + "- " * 5000)
    put(folder, "a.html", "<div>" * deep)
    put(folder, "README.rst", "*" * deep)
    put(folder, "README.adoc", "[" * deep)


@bomb
def one_line_of_30_mb(folder):
    put(folder, "a.js", "var a=" + "'x'+" * (7 << 20))
    put(folder, "b.json", '{"password":"' + "p4" * (10 << 20) + '"}')


@read_in_part
def many_names_of_secrets(folder):
    put(folder, "a.txt", "password = password = token : secret=" * 400_000)


@bomb
def many_quotes_and_braces(folder):
    put(folder, "a.json", '{"name":{"value":{"' * 500_000)
    put(folder, "b.tf", "variable \"password\" {\n default = " * 100_000)
    put(folder, "c.yml", "- name: DB_PASSWORD\n  valueFrom:\n" * 200_000)


@bomb
def many_private_key_headers(folder):
    put(folder, "a.txt", "-----BEGIN RSA PRIVATE KEY-----\n" * 200_000)
    put(folder, "b.txt", "-----BEGIN PRIVATE KEY-----" + "A" * (8 << 20))


@bomb
def base64_of_base64(folder):
    import base64
    data = b"password = 'hunter-22-hunter'\n" * 100_000
    for _ in range(6):
        data = base64.b64encode(data)
    put(folder, "a.txt", data)


@bomb
def gitattributes_and_many_files(folder):
    put(folder, ".gitattributes", "".join(f"**/*{at}*/**/a*{at} linguist-vendored\n" for at in range(3000)))
    for at in range(3000):
        put(folder, f"d/{at}/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa{at}", "x")


@bomb
def gitignore_of_wild_patterns(folder):
    put(folder, ".gitignore", "".join("*a" * 30 + f"{at}\n" for at in range(2000)))
    for at in range(500):
        put(folder, f"d/{'a' * 200}{at}", "x")
    committed(folder)


@bomb
def reuse_globs(folder):
    table = '[[annotations]]\npath = "{}"\nSPDX-License-Identifier = "MIT"\nSPDX-FileCopyrightText = "x"\n'
    put(folder, "REUSE.toml", "version = 1\n" + "".join(table.format("*a" * 40 + f"{at}/**") for at in range(2000)))
    for at in range(2000):
        put(folder, f"d{at}/{'a' * 150}", "x")


@bomb
def mailmap_of_200000_lines(folder):
    put(folder, ".mailmap", "".join(f"A {at} <a{at}@example.org> <b{at}@example.org>\n" for at in range(200_000)))
    put(folder, "README.md", "# x\n")
    committed(folder)


@bomb
def codeowners_of_200000_lines(folder):
    put(folder, ".github/CODEOWNERS", "".join(f"*/{at}/** @a{at}\n" for at in range(200_000)))
    committed(folder)


@bomb
def readme_of_100000_headings(folder):
    put(folder, "README.md", "".join(f"## Licence {at}\n[a]({at}) ![b](c{at})\n" for at in range(100_000)))


@bomb
def readme_of_links_and_marks(folder):
    put(folder, "README.md", "[a](" * 300_000 + "\n" + "`" * 100_000 + "\n" + "![" * 200_000 + "\n" + "|a" * 200_000 + "\n|-" * 200_000)


@bomb
def licence_of_many_texts(folder):
    put(folder, "LICENSE", "Permission is hereby granted, free of charge, to any person obtaining a copy\n" * 100_000)
    put(folder, "NOTICE", "Licensed under the Apache License, Version 2.0 (the \"License\");\n" * 100_000)


@bomb
def sources_with_many_spdx_tags(folder):
    put(folder, "a.py", "# SPDX-License-Identifier: MIT\n# SPDX-FileCopyrightText: 2024 x\n" * 300_000)
    put(folder, "package.json", json.dumps({"license": "(" * 20_000 + "MIT" + ")" * 20_000}))
    put(folder, "composer.json", json.dumps({"license": ["MIT OR Apache-2.0"] * 50_000}))


@bomb
def lock_file_of_200000_packages(folder):
    packages = {f"node_modules/a{at}/node_modules/b": {"version": "1.0.0", "license": "MIT", "dependencies": {"b": "1"}} for at in range(100_000)}
    put(folder, "package.json", '{"name":"x","dependencies":{"a1":"1"}}')
    put(folder, "package-lock.json", json.dumps({"name": "x", "lockfileVersion": 3, "packages": packages}))


@bomb
def tree_of_trees_in_the_history(folder):
    put(folder, "README.md", "# x\n")
    committed(folder)
    blob = git(folder, "rev-parse", "HEAD:README.md")
    tree = "".join(f"100644 blob {blob}\tf{at}\n" for at in range(10))
    for _ in range(9):
        made = git(folder, "mktree", given=tree.encode())
        tree = "".join(f"040000 tree {made}\td{at}\n" for at in range(10))
    commit = git(folder, "commit-tree", "-p", "HEAD", "-m", "x", made)
    last = git(folder, "commit-tree", "-p", commit, "-m", "y", git(folder, "rev-parse", "HEAD^{tree}"))
    git(folder, "update-ref", "refs/heads/main", last)


@bomb
def blob_of_1_gib_in_the_history(folder):
    put(folder, "README.md", "# x\n")
    committed(folder)
    path = os.path.join(folder, "zeros")
    with open(path, "wb") as out:
        out.truncate(1 << 30)
    git(folder, "add", "zeros")
    git(folder, "commit", "-q", "-m", "x")
    git(folder, "rm", "-q", "zeros")
    git(folder, "commit", "-q", "-m", "y")


@bomb
def deltas_that_unfold(folder):
    git(folder, "init", "-q", "-b", "main", ".")
    base = os.urandom(1000).hex() * 4000
    for at in range(60):
        put(folder, "a.txt", base + str(at))
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "x")
    git(folder, "gc", "-q", "--aggressive")


@bomb
def commits_100000(folder):
    stream = io.StringIO()
    for at in range(100_000):
        stream.write(f"commit refs/heads/main\ncommitter a{at} <a{at}@example.org> {1700000000 + at} +0000\ndata 2\nx\n\n")
    git(folder, "init", "-q", "-b", "main", ".")
    git(folder, "fast-import", "--quiet", given=stream.getvalue().encode())
    git(folder, "checkout", "-q", "-f", "main")


@bomb
def references_50000(folder):
    put(folder, "README.md", "# x\n")
    committed(folder)
    head = git(folder, "rev-parse", "HEAD")
    git(folder, "update-ref", "--stdin", given="".join(f"create refs/tags/v{at} {head}\n" for at in range(50_000)).encode())
    git(folder, "pack-refs", "--all")


@read_in_part
def message_of_30_mb(folder):
    git(folder, "init", "-q", "-b", "main", ".")
    git(folder, "commit", "-q", "--allow-empty", "-F", "-", given=b"x\n\n" + b"Signed-off-by: a <a@example.org>\n" * 1_000_000)


@bomb
def office_document_that_unfolds(folder):
    rows = b"<table:table-row>" + b"<table:table-cell table:number-columns-repeated='1000000'/>" * 1000 + b"</table:table-row>"
    put(folder, "a.ods", zipped([("content.xml", b"<a>" + rows * 500 + b"</a>"), ("meta.xml", b"<a/>" * (1 << 20))]))
    put(folder, "b.docx", zipped([("word/document.xml", b"<w:p>" * (8 << 20)), ("[Content_Types].xml", b"x")]))


@bomb
def data_file_of_10_million_cells(folder):
    put(folder, "a.csv", "nom;prenom;mail;telephone\n" + "Dupont;Jean;jean@example.org;0612345678\n" * 800_000)


@bomb
def configuration_of_many_tables(folder):
    finding = '[[finding]]\nrule="secrets/tree"\nfingerprint="b3:{:020x}"\nreason="fictif"\n'
    put(folder, "publiable.toml", "schema=1\n" + "".join(finding.format(at) for at in range(100_000)))


@bomb
def configuration_of_many_faults(folder):
    finding = '[[finding]]\nrule="secrets/none"\nfingerprint="b3:{}"\nreason="fictif"\n'
    put(folder, "publiable.toml", "schema=1\n" + "".join(finding.format(at) for at in range(100_000)))


@bomb
def reuse_of_100000_tables(folder):
    table = '[[annotations]]\npath = "d{}/**"\nSPDX-License-Identifier = "MIT"\nSPDX-FileCopyrightText = "x"\n'
    put(folder, "REUSE.toml", "version = 1\n" + "".join(table.format(at) for at in range(100_000)))
    put(folder, "d1/a.txt", "x")


@bomb
def files_of_20000_others(folder):
    put(folder, "LICENSE", "MIT License\n\nCopyright (c) 2024 Direction\n")
    for at in range(20_000):
        put(folder, f"d{at % 200}/{at}.json", f'{{ "attribution": "© Example Maps {at}" }}')


@bomb
def folders_1900_deep(folder):
    put(folder, "LICENSE", "MIT License\n\nCopyright (c) 2024 Direction\n")
    deep = folder
    for _ in range(1900):
        deep += "/a"
        os.mkdir(deep)
    for at in range(14):
        put(deep, f"{at}.c", "int a;\n")
    put(deep, "lost.c", "/* Copyright 2015 Example Corporation */\n")


@bomb
def workflow_of_100000_steps(folder):
    put(folder, ".github/workflows/a.yml", "on: push\njobs:\n a:\n  runs-on: ubuntu\n  steps:\n" + "   - run: echo ${{ github.event.issue.title }}\n" * 100_000)


def cost(binary, folder):
    home = tempfile.mkdtemp(prefix="bombs-home-")

    def limits():
        resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    env = {**ENV, "HOME": home, "XDG_CACHE_HOME": home}
    command = [binary, "audit", folder, "--format", "json", "--no-cache", "--lang", "en", "--now", "2024-06-01"]
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limits)
    out, err = child.communicate()
    return child, out, err


def main():
    binary, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    faults = 0
    for name, build in BOMBS.items():
        if wanted and name not in wanted:
            continue
        folder = tempfile.mkdtemp(prefix="bomb-")
        try:
            build(folder)
            size = sum(os.lstat(os.path.join(at, one)).st_size for at, _, names in os.walk(folder) for one in names)
            script = [sys.executable, "-c", MEASURE, binary, folder]
            done = subprocess.run(script, capture_output=True, text=True)
            seconds, memory, code, incomplete = json.loads(done.stdout)
            silent = name in PARTLY and not incomplete
            fault = seconds > SECONDS or memory > MEGABYTES or code not in (0, 1, 2, 3) or silent
            faults += fault
            print(f"{'FAULT' if fault else 'ok':5}  {seconds:6.1f} s {memory:6.0f} MB  {size / 1e6:8.2f} MB given"
                  f"  exit {code}{' incomplete' if incomplete else '':11}  {name}", flush=True)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{faults} faults")
    return faults > 0


# In a process of its own: the use of children adds up.
MEASURE = """
import json, resource, sys
sys.path.insert(0, %r)
import bombs
child, out, err = bombs.cost(sys.argv[1], sys.argv[2])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
try:
    incomplete = bool(json.loads(out)['incomplete'])
except Exception:
    incomplete = False
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3, child.returncode, incomplete]))
""" % os.path.dirname(os.path.abspath(__file__))

if __name__ == "__main__":
    sys.exit(main())
