#!/usr/bin/env bash
# Makes data/secrets/model.bin and prints its figures: training/run.sh PYTHON CREDDATA MIRRORS DATA
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
"$here/benches/accuracy/creddata.sh" "$@"
"$1" "$here/training/train.py" "$4" --write > /dev/null
