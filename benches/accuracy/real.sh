#!/usr/bin/env bash
# Prints how right the scanner is on what was read in public repositories: benches/accuracy/real.sh PYTHON CLONES DATA
# CLONES holds bare clones, OWNER+NAME.git or OWNER+NAME/repo (folders separated by a colon); DATA is a folder outside of
# this repository.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
python=$1 clones=$2 data=$3
mkdir -p "$data"
"$python" "$here/data/secrets/training/real.py" "$clones" "$data"
cargo build --release --quiet --manifest-path "$here/Cargo.toml" --example scan_lines
"$here/target/release/examples/scan_lines" --all --features "$data/real" > "$data/found-real.jsonl"
"$python" "$here/benches/accuracy/real.py" "$data"
