# shellcheck shell=bash
# What the checks in headless Chromium share, sourced at the root of the repository: . benches/browser.sh FOLDER PUBLIABLE
# Each may be empty: a temporary folder, a program that is built. Sets out and bin; browser.mjs and its packages go to
# $out/node, where the checks are to be copied.
out=${1:-$(mktemp -d)}
mkdir -p "$out/node"
export CHROMIUM=${CHROMIUM:-/usr/bin/chromium}
[ -x "$CHROMIUM" ] || { apt-get update -qq && apt-get install -y -qq chromium; }
bin=${2:-}
if [ -z "$bin" ]; then
  cargo build --quiet
  bin=${CARGO_TARGET_DIR:-$PWD/target}/debug/publiable
fi
cp benches/browser.mjs "$out/node/"
npm install --silent --no-audit --no-fund --prefix "$out/node" axe-core@4.14.1 puppeteer-core@24.43.1
