#!/usr/bin/env bash
# Compares what two builds of publiable say of the same repositories, field by field.
# Usage: benches/compare-reports.sh OLD NEW FOLDER [--help for the options]
#   cargo build --profile compare && benches/compare-reports.sh OLD target/compare/publiable FOLDER
# Needs: python3 and git. Nothing is written in the repositories, and nothing of them is kept but with --keep.
set -euo pipefail
exec python3 "$(dirname "$0")/compare-reports.py" "$@"
