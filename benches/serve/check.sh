#!/usr/bin/env bash
# Drives the pages of `publiable serve` in headless Chromium, with the keyboard alone: a relay with five projects, a
# lawyer who answers two questions, a developer who reaches “publishable”; axe-core on each page, in both languages, at
# 320 px and on a desktop; once without a script. Writes screenshots to look at.
# Usage: benches/serve/check.sh [FOLDER] [PUBLIABLE]   Without a program, one is built.
# Needs: git, npm (two packages go to FOLDER), and chromium, installed from Debian’s packages when it is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. benches/browser.sh "${1:-}" "${2:-}"
cp benches/serve/*.mjs "$out/node/"
node "$out/node/check.mjs" "$out" "$(realpath "$bin")"
echo "Look at the pictures in $out"
