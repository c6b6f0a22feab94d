#!/usr/bin/env bash
# Makes data/secrets/model.bin and prints its figures: data/secrets/training/run.sh PYTHON CREDDATA MIRRORS DATA
set -euo pipefail
here=$(cd "$(dirname "$0")/../../.." && pwd)
"$here/benches/accuracy/creddata.sh" "$@"
"$1" "$here/data/secrets/training/train.py" "$4" --write > /dev/null
