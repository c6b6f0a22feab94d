#!/usr/bin/env python3
"""Measures `publiable fleet` on a generated fleet.

    run.py PUBLIABLE [--number 9000] [--sample 60] [--kills 20] [--jobs N] [--folder FOLDER]

Prints, for the number of repositories given: time against a shell loop of audits (of
which a sample is run), peak memory at a tenth of the number and at the number, time of
an unchanged second run, of the site, the index after as many `kill -9` as asked, and the
same with one corrupt, one hostile, one hanging and one deeply packed repository beside.
Linux only: memory is read from /proc.
"""

import argparse
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib

HERE = pathlib.Path(__file__).parent
DAY = ["--now", "2026-02-01"]


def memory(root):
    """Resident bytes of a process and of those it started, shared pages once each."""
    total, children = 0, [root]
    while children:
        pid = children.pop()
        try:
            lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
            tasks = list(pathlib.Path(f"/proc/{pid}/task").iterdir())
            for task in tasks:
                children += [int(one) for one in (task / "children").read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) << 10
    return total


def run(command):
    """The seconds that a command takes and the most memory that it holds."""
    peak, over = [0], threading.Event()
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def watch():
        while not over.wait(0.05):
            peak[0] = max(peak[0], memory(child.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    child.wait()
    over.set()
    watcher.join()
    return time.monotonic() - started, peak[0], child.returncode


def killed(command, kills, most):
    """Runs a command, killed that many times at random moments, then to its end."""
    draw = random.Random(1)
    for _ in range(kills):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            child.wait(draw.uniform(0.05, most))
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
    return run(command)


def bad(folder):
    """Repositories that break, or would break, whoever reads them."""
    folder.mkdir()
    good = next(folder.parent.glob("fleet/*/*.git"))
    corrupt = folder / "corrompu.git"
    shutil.copytree(good, corrupt)
    for thing in (corrupt / "objects").glob("*/*"):
        thing.write_bytes(thing.read_bytes()[:7])
    hanging = folder / "attente"
    subprocess.run(["git", "init", "-q", hanging], check=True)
    os.mkfifo(hanging / "README.md")
    hostile = folder / "hostile"
    subprocess.run(["git", "init", "-q", hostile], check=True)
    (hostile / ".git/config").write_text('[core]\n\tfsmonitor = "touch PWNED"\n\thooksPath = .\n')
    (hostile / "README.md").symlink_to("/etc/passwd")
    (hostile / "x\x1b]0;titre\x07").write_text("\x1b[2J")
    huge = folder / "grand"
    subprocess.run(["git", "init", "-q", huge], check=True)
    packer = zlib.compressobj(9, wbits=31)
    with open(huge / "zeros.gz", "wb") as out:
        for _ in range(2000):
            out.write(packer.compress(bytes(1 << 20)))
        out.write(packer.flush())


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("publiable")
    options.add_argument("--number", type=int, default=9000)
    options.add_argument("--sample", type=int, default=60)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("--folder")
    options = options.parse_args()
    root = pathlib.Path(options.folder or tempfile.mkdtemp(prefix="fleet-"))
    program, number = os.path.abspath(options.publiable), options.number

    def generate(count, name):
        subprocess.run([sys.executable, HERE / "generate.py", str(count), root / name], check=True)

    def audit(*inputs, out):
        jobs = ["--jobs", str(options.jobs)]
        return [program, "fleet", "audit", *map(str, inputs), "--out", str(root / out), *DAY, *jobs]

    def index(out):
        return (root / out / "index.sqlite").read_bytes()

    generate(number // 10, "tenth")
    generate(number, "fleet")
    time.sleep(3)
    sample = sorted((root / "fleet").glob("*/*.git"))[: options.sample]
    started = time.monotonic()
    for one in sample:
        command = [program, "audit", one, "--no-cache", "--exit-zero", *DAY, "--format", f"json={root}/one.json"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    loop = (time.monotonic() - started) / len(sample)
    _, small, _ = run(audit(root / "tenth", out="out-tenth"))
    first, peak, code = run(audit(root / "fleet", out="out"))
    second, _, _ = run(audit(root / "fleet", out="out"))
    site, _, _ = run([program, "fleet", "report", str(root / "out"), "--out", str(root / "site")])
    mib = 1 << 20
    print(f"repositories     {number}, {options.jobs} at once, exit {code}")
    print(f"shell loop       {loop * 1000:.1f} ms each ({len(sample)} run)")
    print(f"fleet audit      {first:.1f} s, {first / number * 1000:.1f} ms each: {loop / (first / number):.1f} times the loop")
    print(f"peak memory      {small / mib:.0f} MiB for {number // 10}, {peak / mib:.0f} MiB for {number}")
    print(f"unchanged        {second:.2f} s: {second / first * 100:.1f} % of the first")
    print(f"site             {site:.1f} s")
    if options.kills:
        killed(audit(root / "fleet", out="killed"), options.kills, first / options.kills * 1.2)
        print(f"kill -9          {options.kills} times: index {'the same' if index('killed') == index('out') else 'DIFFERENT'}")
    bad(root / "bad")
    _, _, code = run(audit(root / "fleet", root / "bad", out="with-bad"))
    same = all((root / "with-bad" / one.relative_to(root / "out")).read_bytes() == one.read_bytes()
               for one in (root / "out" / "reports").glob("*/*.json"))
    print(f"bad beside       exit {code}, reports of the others {'the same' if same else 'DIFFERENT'}")
    started = time.monotonic()
    single = [word if word != str(options.jobs) else "1" for word in audit(root / "fleet", out="whole-1")]
    subprocess.run(single, stdout=subprocess.DEVNULL, check=False)
    alone = time.monotonic() - started
    started = time.monotonic()
    parts = [[*audit(root / "fleet", out=f"part-{at}")[:-1], "1", "--shard", f"{at}/2"] for at in (1, 2)]
    for part in [subprocess.Popen(part, stdout=subprocess.DEVNULL) for part in parts]:
        part.wait()
    both = time.monotonic() - started
    subprocess.run([program, "fleet", "merge", root / "part-1", root / "part-2", "--out", root / "merged"],
                   stdout=subprocess.DEVNULL, check=False)
    same = "the same" if index("merged") == index("out") else "DIFFERENT"
    print(f"two parts        {alone / both:.2f} times one, merged index {same}")
    if not options.folder:
        shutil.rmtree(root)


if __name__ == "__main__":
    main()
