#!/usr/bin/env bash
# Checks the HTML report in headless Chromium: accessibility (axe-core), keyboard, reading without a script, both
# languages, print, and speed with 5,000 findings. Writes screenshots and a PDF to look at.
# Usage: benches/html/check.sh [REPORT.json] [FOLDER] [PUBLIABLE]
# Without a report, or with an empty one, the project's own audit; without a program, one is built.
# Needs: npm (two packages go to FOLDER), and chromium, installed from Debian’s packages when it is missing.
set -euo pipefail
cd "$(dirname "$0")/../.."
. benches/browser.sh "${2:-}" "${3:-}"
report=${1:-$out/own.json}
[ -n "${1:-}" ] || "$bin" audit . --format json="$report" --exit-zero
python3 benches/html/many.py "$report" 5000 > "$out/many.json"
"$bin" report "$report" --lang fr --format html="$out/report.html"
"$bin" report "$out/many.json" --lang fr --format html="$out/many.html"
cp benches/html/check.mjs "$out/node/"
node "$out/node/check.mjs" "$out"
echo "Look at the pictures in $out"
