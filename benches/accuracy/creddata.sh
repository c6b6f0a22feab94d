#!/usr/bin/env bash
# Prints the accuracy of the scanner on CredData's tuning repositories, each judged by a model that never saw it:
# benches/accuracy/creddata.sh PYTHON CREDDATA MIRRORS DATA      (see data/secrets/training/README.md for the arguments)
# after benches/accuracy/real.sh with the same DATA: the model learns from both.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
python=$1 creddata=$2 mirrors=$3 data=$4
mkdir -p "$data"
(cd "$creddata" && "$python" "$here/data/secrets/training/dataset.py" "$creddata" "$mirrors" "$data")
cargo build --release --quiet --manifest-path "$here/Cargo.toml" --example scan_lines
for form in original obfuscated; do
  "$here/target/release/examples/scan_lines" --all --features "$data/$form" > "$data/found-$form.jsonl"
done
"$python" "$here/data/secrets/training/train.py" "$data"
