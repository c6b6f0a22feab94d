#!/usr/bin/env bash
# Compares `publiable audit --no-history` with `git grep -c ''` on the same work tree, in the same run.
# Usage: benches/worktree.sh [WORK_TREE]   Without one, a tree of 5,000 files (20 MB) is made.
# Needs: hyperfine and GNU time (Debian packages hyperfine and time).
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet
bin=$PWD/target/release/publiable
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
tree=${1:-}
if [ -z "$tree" ]; then
  tree=$out/tree
  python3 - "$tree" <<'P'
import os, random, sys
random.seed(5000)
words = "dossier usager service demande agent calcul montant date adresse piste total valeur".split()
kinds = ["py", "ts", "rb", "java", "md", "json", "yml", "css", "html", "sql"]
for n in range(5000):
    path = f"{sys.argv[1]}/m{n % 50}/p{n % 500}/f{n}.{kinds[n % 10]}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as f:
        for _ in range(80):
            f.write(" ".join(random.choice(words) for _ in range(7)) + "\n")
P
  git -C "$tree" init -q
  git -C "$tree" add -A
  git -C "$tree" -c user.name=bench -c user.email=bench@example.org commit -qm tree
fi
hyperfine --warmup 3 --runs 15 --ignore-failure --export-json "$out/times.json" \
  -n publiable "'$bin' audit --no-history --format json '$tree'" \
  -n git-grep "git -C '$tree' grep -c ''"
python3 - "$out/times.json" <<'P'
import json, sys
t = {r["command"]: r["median"] for r in json.load(open(sys.argv[1]))["results"]}
print(f"publiable / git grep: {t['publiable'] / t['git-grep']:.2f}")
P
/usr/bin/time -f 'peak memory: %M KiB' "$bin" audit --no-history --format json "$tree" > /dev/null || true
