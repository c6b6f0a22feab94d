#!/usr/bin/env bash
# Makes data/secrets/model.bin and prints its figures: data/secrets/training/run.sh PYTHON CREDDATA MIRRORS CLONES DATA
set -euo pipefail
here=$(cd "$(dirname "$0")/../../.." && pwd)
"$here/benches/accuracy/real.sh" "$1" "$4" "$5"
"$here/benches/accuracy/creddata.sh" "$1" "$2" "$3" "$5"
"$1" "$here/data/secrets/training/train.py" "$5" --write > /dev/null
