#!/usr/bin/env bash
# Drives the pages of `publiable serve` in headless Chromium, with the keyboard alone: a relay with five projects, a
# lawyer who answers two questions, a developer who reaches “publishable”; axe-core on each page, in both languages, at
# 320 px and on a desktop; once without a script. Writes screenshots to look at.
# Usage: benches/serve/check.sh [FOLDER] [PUBLIABLE]   Without a program, one is built.
# Needs: git, npm (two packages go to FOLDER), and chromium, installed from Debian’s packages when it is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=${1:-$(mktemp -d)}
mkdir -p "$out/node"
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
[ -x "$CHROMIUM" ] || { apt-get update -qq && apt-get install -y -qq chromium; }
bin=${2:-}
if [ -z "$bin" ]; then
  cargo build --quiet
  bin=${CARGO_TARGET_DIR:-$PWD/target}/debug/publiable
fi
cp benches/serve/*.mjs "$out/node/"
npm install --silent --no-audit --no-fund --prefix "$out/node" axe-core@4.14.1 puppeteer-core@24.43.1
node "$out/node/check.mjs" "$out" "$(realpath "$bin")"
echo "Look at the pictures in $out"
