#!/usr/bin/env bash
# Validates the feeds of `publiable digest`, in both languages: the Atom feed against the grammar of RFC 4287 and a
# reader, the JSON feed with a validator.
# Usage: benches/commons/feeds.sh [FLEET] [PUBLIABLE] [SINCE]
# Without a fleet, or with an empty one, that of this repository alone; without a program, one is built.
# Needs: python3 and npm, whose packages go to a temporary folder (lxml and feedparser from PyPI, jsonfeed-validator from
# npm).
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fleet=${1:-}
bin=${2:-}
since=${3:-1970-01-01}
if [ -z "$bin" ]; then
  cargo build --quiet
  bin=${CARGO_TARGET_DIR:-$PWD/target}/debug/publiable
fi
if [ -z "$fleet" ]; then
  fleet=$out/fleet
  "$bin" fleet audit . --out "$fleet" -q || [ $? = 3 ]
fi
for lang in fr en; do
  for format in atom json; do
    "$bin" digest "$fleet" --since "$since" --lang "$lang" --format "$format" > "$out/$lang.$format"
  done
done
python3 -m venv "$out/python"
"$out/python/bin/pip" install --quiet --disable-pip-version-check lxml==6.1.3 feedparser==6.0.14
mkdir "$out/node"
npm install --silent --no-audit --no-fund --prefix "$out/node" jsonfeed-validator@0.2.0
"$out/python/bin/python" benches/commons/feeds.py "$out"/*.atom
cp benches/commons/feeds.mjs "$out/node/"
(cd "$out/node" && node feeds.mjs "$out"/*.json)
