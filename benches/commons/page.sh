#!/usr/bin/env bash
# Checks the page of `publiable components FLEET --format html` in headless Chromium: accessibility (axe-core) in both
# languages, at two widths, in the light and in the dark; nothing fetched, nothing that scrolls sideways; names that fit
# in their plot. Writes pictures and a PDF to look at.
# Usage: benches/commons/page.sh FLEET [FOLDER] [PUBLIABLE]
# Without a program, one is built. Needs: npm (two packages go to FOLDER), and chromium, installed from Debian’s packages
# when it is missing.
set -euo pipefail
fleet=$(realpath "$1")
cd "$(dirname "$0")/../.."
. benches/browser.sh "${2:-}" "${3:-}"
for lang in fr en; do
  "$bin" components "$fleet" --format html --lang "$lang" > "$out/$lang.html" || [ $? = 3 ]
done
cp benches/commons/page.mjs "$out/node/"
node "$out/node/page.mjs" "$out"
echo "Look at the pictures in $out"
